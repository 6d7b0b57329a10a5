/**
 * `pnpm bench:engine`: the reference network (ResNet34 U-Net, self-attention, Mish; 41 million
 * parameters) forward and in training with Adam, beside PyTorch on the same processor at its best
 * (channels_last, foreach Adam, tuned malloc) and beside TensorFlow.js's own wasm backend.
 * Contenders take turns and medians are compared, so that other work on the machine hits all alike.
 */
import { availableParallelism } from "node:os";
import { Contender } from "./engine/contender.ts";
import { findPython } from "./python.ts";
import { note, parseFlags, type Row, report, row } from "./report.ts";

const { quick } = parseFlags();
const python = findPython("torch");
if (!python) note("No python3 with torch: those rows have no peer.");
const threads = Math.min(availableParallelism(), 8);
const CLASSES = 6;
const CHILD = new URL("./engine/child.ts", import.meta.url).pathname;
const TORCH = new URL("./engine/unet.py", import.meta.url).pathname;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1]!;

async function measure(size: number, batch: number, rounds: number): Promise<Row[]> {
  const args = [size, batch, CLASSES, threads].map(String);
  const ours = await Contender.start(process.execPath, [CHILD, "onnx", ...args]);
  const torch = python ? await Contender.start(python, [TORCH, ...args]) : null;
  const wasm = await Contender.start(process.execPath, [CHILD, "wasm", ...args]);
  if (torch && torch.parameters !== ours.parameters)
    throw new Error(`${ours.parameters} parameters here, ${torch.parameters} in PyTorch`);
  const name = `${size} x ${size}, batch ${batch}`;
  const rows: Row[] = [];
  const overheads: number[] = [];
  const turns = async (command: string, contenders: (Contender | null)[], count = rounds) => {
    const present = contenders.filter((contender) => contender !== null);
    // Graphs settle and memory is claimed in the first runs.
    const first = Math.min(count, 4);
    for (const contender of present) for (let i = 0; i < first; i++) await contender.ask(command);
    const times = new Map<Contender, number[]>(present.map((contender) => [contender, []]));
    overheads.length = 0;
    for (let i = 0; i < count; i++)
      for (const contender of present) {
        times.get(contender)!.push(await contender.ask(command));
        if (contender === ours) overheads.push(await ours.ask("record"));
      }
    return contenders.map((contender) => contender && median(times.get(contender)!));
  };
  try {
    note(`${name}: training`);
    const [train, torchTrain] = await turns("train", [ours, torch]);
    const peer = (value: number | null | undefined) => ({ name: "PyTorch", value: value ?? null });
    rows.push(row(`train step, ${name}`, train!, peer(torchTrain), "ms", "lower"));
    const recorded = (median(overheads) / train!) * 100;
    const limit = { name: "the limit", value: 5 };
    rows.push(
      row(`recording and hashing, share of a step, ${name}`, recorded, limit, "%", "lower"),
    );
    const memory = [await ours.ask("peak"), torch && (await torch.ask("peak"))] as const;
    rows.push(row(`peak memory in training, ${name}`, memory[0], peer(memory[1]), "MiB", "lower"));
    note(`${name}: forward`);
    const [forward, torchForward] = await turns("forward", [ours, torch]);
    rows.push(row(`forward, ${name}`, forward!, peer(torchForward), "ms", "lower"));
    const [slow] = await turns("forward", [wasm], 3);
    const tfjs = { name: "tfjs-wasm", value: slow! };
    rows.push(row(`forward, ${name}, beside wasm`, forward!, tfjs, "ms", "lower"));
    return rows;
  } finally {
    for (const contender of [ours, torch, wasm]) contender?.stop();
  }
}

const rows = await measure(128, 4, quick ? 3 : 9);
if (!quick) rows.push(...(await measure(224, 4, 7)));
report("engine", rows);
