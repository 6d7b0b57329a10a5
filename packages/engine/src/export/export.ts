import { writeFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { encodeModel } from "../onnx/model.ts";
import { anyBatch } from "./batch.ts";
import { foldWeights, rename } from "./fold.ts";
import { type ExportInput, type Forward, trace } from "./trace.ts";

/** Sizes at which a model of any batch is traced: unlike any axis, so that no constants fall together. */
const BATCHES = [17, 19] as const;

export interface ExportOptions {
  /** Names and shapes of the inputs; taken from the model where it is a LayersModel. */
  readonly inputs?: readonly ExportInput[];
  /** 13 to 21; default 18. */
  readonly opset?: number;
  /** A fixed batch size; default: any. */
  readonly batch?: number;
  /** Where to write the model. */
  readonly path?: string;
  /** Stored in the model's metadata, what is not text as JSON: classes, normalization, input size. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** How weights are stored; float16 halves the file, computation stays float32. Default float32. */
  readonly weights?: "float32" | "float16";
}

/**
 * Traces one forward pass into a standalone ONNX model with standard operators only. Images go in
 * and come out as NCHW: an input [h, w, c] becomes [batch, c, h, w], and so do outputs of rank 4.
 * The backend `onnx` must be current.
 *
 * @param model a LayersModel, or a function from named tensors to tensors
 * @returns the model's bytes, which are also written to `path`
 * @throws Error where the model can't be traced, with what to change
 */
export async function exportOnnx(
  model: LayersModel | Forward,
  options: ExportOptions = {},
): Promise<Uint8Array> {
  const { opset = 18, batch, path, meta = {}, weights = "float32" } = options;
  if (!Number.isInteger(opset) || opset < 13 || opset > 21)
    throw new RangeError(`Export: opset must be 13 to 21, not ${opset}.`);
  if (tf.getBackend() !== "onnx")
    throw new Error(
      `Export: the backend must be onnx, not ${tf.getBackend()}: await tf.setBackend("onnx").`,
    );
  const { forward, inputs } =
    typeof model === "function"
      ? { forward: model, inputs: options.inputs }
      : adapt(model, options);
  if (!inputs || inputs.length === 0)
    throw new Error("Export: give the names and shapes of the inputs.");
  const first = trace(forward, inputs, batch ?? BATCHES[0], opset);
  const open =
    batch === undefined
      ? anyBatch(first.lowered.model, trace(forward, inputs, BATCHES[1], opset).lowered.model)
      : first.lowered.model;
  const folded = foldWeights(open, first.weights, weights === "float16");
  const names = new Map(first.lowered.outputs.map((slot, i) => [slot.name, first.outputNames[i]!]));
  const metadata = Object.fromEntries(
    Object.entries(meta).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  const bytes = encodeModel({ ...rename(folded, names), metadata });
  if (path) await writeFile(path, bytes);
  return bytes;
}

function adapt(
  model: LayersModel,
  options: ExportOptions,
): { forward: Forward; inputs: readonly ExportInput[] } {
  const inputs =
    options.inputs ?? model.inputs.map(({ shape }, i) => fromLayer(model.inputNames[i]!, shape));
  const forward: Forward = (named) => {
    const given = inputs.map(({ name }) => named[name]!);
    const out = model.apply(given.length === 1 ? given[0]! : given, { training: false });
    const list = (Array.isArray(out) ? out : [out]) as tf.Tensor[];
    return Object.fromEntries(list.map((t, i) => [model.outputNames[i]!, t]));
  };
  return { forward, inputs };
}

function fromLayer(name: string, shape: readonly (number | null)[]): ExportInput {
  const rest = shape.slice(1);
  if (rest.some((length) => length === null))
    throw new Error(`Export: input ${name} has no fixed size; give its shape in \`inputs\`.`);
  return { name, shape: rest as number[] };
}
