import { type ErrorBody, predictionsKey } from "@maskboard/contracts";
import { endless } from "@maskboard/inference/testing";
import { USERS } from "@maskboard/inference/testing/as-user";
import { HOSTILE_ONNX, type Hostile, hostileTfjs } from "@maskboard/inference/testing/hostile";
import { expect, test, vi } from "vitest";
import { type Outpost, withOutpost } from "./outpost.ts";
import {
  crash,
  descendants,
  modelProcess,
  openFiles,
  processorSeconds,
  residentMiB,
} from "./process-look.ts";
import type { ScorerProcess } from "./scorer-process.ts";
import { find, scoresOf } from "./world.ts";

/** What happens to the model's process while it runs, from outside. */
type Blow = "kill" | "crash";

const hostile: readonly (Hostile & { blow?: Blow })[] = [
  ...HOSTILE_ONNX.map((one) => ({ ...one, name: `ONNX ${one.name}` })),
  ...(await hostileTfjs()).map((one) => ({ ...one, name: `TensorFlow.js ${one.name}` })),
  // As the kernel does where memory is short.
  { name: "is killed", codes: ["model_memory"], bytes: endless(), blow: "kill" },
  { name: "crashes", codes: ["model_crashed"], bytes: endless(), blow: "crash" },
];
/** Jobs after which everything is loaded that will be. */
const WARM = 10;
const GROWTH_MIB = 120;

/** Nothing of this machine, of the images or of the runtime's own words about them. */
const SECRET = /test_\d|maskboard-|\/packages\/|\/home|node_modules|\.cc:|idx|bounds|root:x:0/;

async function reasonOf({ world }: Outpost, id: string, name: string): Promise<ErrorBody | null> {
  await world.reaches(id, ["invalid", "scored", "failed"], 60_000);
  const { state, error } = await find(world.db, id);
  expect(state, name).toBe("invalid");
  return error;
}

/** Processor time after which a model process computes, and does not start any more. */
const AT_WORK_SECONDS = 0.6;

async function strike(scorer: ScorerProcess, blow: Blow): Promise<void> {
  const model = () => modelProcess(scorer.child.pid!);
  const seconds = async () => processorSeconds((await model()) ?? 0);
  await vi.waitFor(async () => expect(await seconds()).toBeGreaterThan(AT_WORK_SECONDS), {
    timeout: 30_000,
  });
  const pid = (await model())!;
  if (blow === "kill") process.kill(pid, "SIGKILL");
  else await crash(pid);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const LIMITS = { modelMemoryMiB: 512 };

/** Few where time is what they run out of, plenty where something else has to end them. */
const secondsFor = (codes: readonly string[], blow?: Blow): number =>
  blow ? 240 : codes.includes("model_too_slow") ? 5 : 40;

async function attack(outpost: Outpost, scorer: ScorerProcess): Promise<void> {
  const { world } = outpost;
  const pid = scorer.child.pid!;
  const zip = await world.predictions(3);
  const resident: number[] = [];
  const waits: number[] = [];
  let files = await openFiles(pid);
  for (const { name, codes, bytes, blow } of hostile) {
    await outpost.limit({ ...LIMITS, modelSeconds: secondsFor(codes, blow) });
    const id = await world.submit(bytes, bytes, "model");
    const next = await world.submit(zip);
    if (blow) await strike(scorer, blow);
    const error = await reasonOf(outpost, id, name);
    expect(codes, `${name}: ${error?.message}`).toContain(error?.code);
    expect(JSON.stringify(error), name).not.toMatch(SECRET);
    await world.reaches(next, ["scored"]);
    const [ended, scored] = [await find(world.db, id), await find(world.db, next)];
    waits.push(scored.finishedAt!.getTime() - ended.finishedAt!.getTime());
    expect(await scoresOf(world.db, id), name).toEqual([]);
    expect(await world.storage.stat(predictionsKey(id)), name).toBeNull();
    resident.push(await residentMiB(pid));
    if (resident.length === WARM) files = await openFiles(pid);
  }

  await vi.waitFor(async () => expect(await descendants(pid)).toEqual([]));
  await vi.waitFor(async () => expect(await outpost.leftBehind()).toEqual([]));
  const after = await openFiles(pid);
  expect(after.others).toBeLessThanOrEqual(files.others);
  expect(after.listening).toEqual([Number(new URL(scorer.health).port)]);
  const [warm, end] = [median(resident.slice(WARM - 5, WARM)), median(resident.slice(-5))];
  expect(end - warm).toBeLessThan(GROWTH_MIB);
  console.info(
    `${hostile.length} hostile models: the next job was scored ${median(waits)} ms after each (median; at most ${Math.max(...waits)} ms); ${Math.round(warm)} MiB resident after ${WARM}, ${Math.round(end)} at the end; ${files.others} open files, then ${after.others}`,
  );
}

test.concurrent.for(USERS)(
  "hostile models end as invalid and leave nothing behind, with a scorer as $name",
  { timeout: 240_000 },
  ({ uid, skip }, context) =>
    withOutpost(context, { uid, skip }, { test: 3, width: 24, height: 24 }, async (outpost) => {
      const scorer = await outpost.start();
      const { layers = [], missing = [] } = await scorer.line(/^sandbox for models/);
      console.info(
        `user ${uid}: ${layers.join(", ")}; missing: ${missing.join("; ") || "nothing"}`,
      );
      await attack(outpost, scorer);
    }),
);
