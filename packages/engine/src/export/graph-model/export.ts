import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Node } from "../../graph/node.ts";
import type { TypedArray } from "../../onnx/session.ts";
import { adapt, BATCHES, requireBackend } from "../adapt.ts";
import { type ExportInput, type Forward, record } from "../trace.ts";
import { type ModelFile, modelFiles } from "./files.ts";
import { anyBatch, type Graph, graphOf } from "./graph.ts";

export interface GraphModelOptions {
  /** Names and shapes of the inputs; taken from the model where it is a LayersModel. */
  readonly inputs?: readonly ExportInput[];
  /** A fixed batch size; default: any. */
  readonly batch?: number;
  /** A folder to write the files into; it is made if it is missing. */
  readonly dir?: string;
  /** Stored as the model's `userDefinedMetadata`: classes, normalization, input size. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** How weights are stored; float16 halves the files, computation stays float32. Default float32. */
  readonly weights?: "float32" | "float16";
}

/**
 * Traces one forward pass into a TensorFlow.js graph model, which stock `tf.loadGraphModel` reads on
 * any backend. Images go in and come out as NHWC: [batch, h, w, c]. The backend `onnx` must be current.
 *
 * @param model a LayersModel, or a function from named tensors to tensors
 * @returns `model.json` and the weight files it names, which are also written to `dir`
 * @throws Error where the model can't be traced, with what to change
 */
export async function exportGraphModel(
  model: LayersModel | Forward,
  options: GraphModelOptions = {},
): Promise<ModelFile[]> {
  const { batch, dir, meta = {}, weights = "float32" } = options;
  requireBackend();
  const { forward, inputs } = adapt(model, options.inputs);
  const copies = new Map<Node, TypedArray>();
  const traced = (size: number): Graph =>
    record(forward, inputs, size, (recording) => graphOf(recording, copies));
  const first = traced(batch ?? BATCHES[0]);
  const graph = batch === undefined ? anyBatch(first, traced(BATCHES[1])) : first;
  const files = modelFiles(graph, meta, weights === "float16");
  if (dir) {
    await mkdir(dir, { recursive: true });
    for (const { path, data } of files) await writeFile(join(dir, path), data);
  }
  return files;
}
