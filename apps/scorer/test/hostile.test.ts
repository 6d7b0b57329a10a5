import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { HOSTILE_ONNX, type Hostile, hostileTfjs } from "@maskboard/inference/testing/hostile";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Service, startService } from "./service.ts";
import { find, type World } from "./world.ts";

let service: Service;
let world: World;
let before: Set<string>;

beforeAll(async () => {
  service = await startService({ test: 3, width: 8, height: 8 }, { SCORER_THREADS: "1" });
  world = service.world;
  before = new Set(await readdir(tmpdir()));
});
afterAll(() => service.stop());

const hostile: readonly [string, Hostile][] = [
  ...HOSTILE_ONNX.map((one): [string, Hostile] => [`ONNX: ${one.name}`, one]),
  ...(await hostileTfjs()).map((one): [string, Hostile] => [`TensorFlow.js: ${one.name}`, one]),
];

test.each(hostile)("%s ends as invalid", { timeout: 120_000 }, async (_, { bytes, codes }) => {
  const id = await world.submit(bytes, bytes, "model");
  await world.reaches(id, ["invalid", "scored", "failed"]);
  const { state, error } = await find(world.db, id);
  expect(state).toBe("invalid");
  expect(codes).toContain(error?.code);
  // Nothing of this machine, of the images or of the runtime's own files.
  expect(JSON.stringify(error)).not.toMatch(
    /test_\d|maskboard-model|\/packages\/|node_modules|\.cc:/,
  );
});

test("the next submission is scored, and nothing stays behind", async () => {
  const id = await world.submit(await world.predictions(3));
  await world.reaches(id, ["scored"]);
  const left = (await readdir(tmpdir())).filter((name) => /^maskboard-(model|escape)/.test(name));
  expect(left.filter((name) => !before.has(name))).toEqual([]);
  expect(await modelProcesses()).toEqual([]);
});

/** Model processes that this one started and that still run. */
async function modelProcesses(): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (parent !== process.pid) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.includes("--permission")) found.push(pid);
  }
  return found;
}
