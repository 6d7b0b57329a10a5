/**
 * `pnpm bench:model-lane`: images per second from an uploaded model and image files to a zip of masks,
 * in the sandbox, beside ONNX Runtime alone on the same model, batch and number of threads.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelFiles } from "@maskboard/inference";
import { alternate } from "./alternate.ts";
import { bare, lane } from "./model-lane/contenders.ts";
import { drawings, type Network, network, type Picture, photographs } from "./model-lane/models.ts";
import { note, parseFlags, type Row, report, row } from "./report.ts";

const { quick } = parseFlags();
const threads = availableParallelism();

async function compare(net: Network, images: readonly Picture[], rounds: number): Promise<Row[]> {
  const onnx: ModelFiles = { format: "onnx", model: net.onnx };
  const json = net.tfjs.get("model.json")!;
  const tfjs: ModelFiles = { format: "tfjs", json, weights: net.tfjs };
  // Once without the clock: files are in memory, and the batch is known.
  const { batch } = await lane(onnx, images.slice(0, 8), threads);
  const best = await alternate(rounds, {
    bare: () => bare(net, images.length, batch, threads),
    onnx: async () => (await lane(onnx, images, threads)).speed,
    tfjs: async () => (await lane(tfjs, images, threads)).speed,
  });
  const peer = { name: "ONNX Runtime alone", value: best.bare };
  const { width, height } = images[0]!;
  const what = `${net.name}, ${images.length} pictures of ${width} x ${height}, batch ${batch}`;
  return [
    row(`ONNX: ${what}`, best.onnx, peer, "images/s"),
    row(`TensorFlow.js: ${what}`, best.tfjs, peer, "images/s"),
  ];
}

const folder = await mkdtemp(join(tmpdir(), "maskboard-bench-"));
try {
  const small = await drawings(folder, quick ? 64 : 256);
  const large = await photographs(quick ? 64 : 256);
  if (!large) note("no photographs there: drawn pictures only");
  const rows: Row[] = [];
  for (const [preset, images, count, rounds] of [
    ["paper", large ?? small, quick ? 8 : 80, quick ? 1 : 2],
    ["default", small, quick ? 64 : 256, quick ? 2 : 3],
    ["default", large, quick ? 64 : 256, quick ? 2 : 3],
  ] as const) {
    if (!images) continue;
    const net = await network(preset);
    note(net.name);
    rows.push(...(await compare(net, images.slice(0, count), rounds)));
  }
  report("model-lane", rows);
} finally {
  await rm(folder, { recursive: true, force: true });
}
