import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { readModelArtifact } from "../artifact/read.ts";
import { inspectModel } from "../inspect.ts";
import { planModel } from "../plan.ts";
import { runModel } from "../run-model.ts";
import { sandboxSupport } from "../sandbox/support.ts";
import { HOSTILE_ONNX, type Hostile, harmless, hostileTfjs } from "./hostile.ts";
import { classMap, halves } from "./images.ts";

/**
 * Runs every hostile model, and a harmless one after each, as whoever runs this program. Prints what
 * became of them and what they left behind.
 */
const LIMITS = { seconds: 16, memoryMiB: 700 };

async function outcome(folder: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, "upload");
  await writeFile(path, bytes);
  try {
    const { files, card } = await readModelArtifact(path, 2 ** 30);
    const { summary, loadable } = inspectModel(files);
    const plan = planModel(summary, card, classMap);
    let labels = 0;
    await runModel({
      ...{ model: loadable, plan, limits: LIMITS, threads: 1, images: [halves(8, 8, 0, 1)] },
      onLabels: async () => {
        labels++;
      },
    });
    return `${labels} segmented`;
  } catch (error) {
    return error instanceof MaskboardError ? error.code : String(error);
  }
}

/** Programs that were started from here and still run. */
async function descendants(of = process.pid): Promise<number[]> {
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found: number[] = [];
  for (const pid of all) {
    const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(parent) === of && state !== "Z") found.push(pid, ...(await descendants(pid)));
  }
  return found;
}

const folder = await mkdtemp(join(tmpdir(), "hostile-"));
const hostile: [string, Hostile][] = [
  ...HOSTILE_ONNX.map((one): [string, Hostile] => ["ONNX", one]),
  ...(await hostileTfjs()).map((one): [string, Hostile] => ["TensorFlow.js", one]),
];
const { layers } = await sandboxSupport();
const before = new Set(await readdir(tmpdir()));
const results = [];
for (const [lane, { name, codes, bytes }] of hostile) {
  const code = await outcome(folder, bytes);
  results.push({ lane, name, codes, code, next: await outcome(folder, harmless) });
}
await new Promise((resolve) => setTimeout(resolve, 500));
const left = (await readdir(tmpdir())).filter(
  (name) => !before.has(name) && /^(maskboard-(work|escape)|core)/.test(name),
);
await rm(folder, { recursive: true });
console.log(
  JSON.stringify({ uid: process.getuid?.(), layers, results, left, running: await descendants() }),
);
process.exit();
