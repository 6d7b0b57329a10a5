import { writeFile } from "node:fs/promises";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { encodeModel } from "../onnx/model.ts";
import { adapt, BATCHES, requireBackend } from "./adapt.ts";
import { anyBatch } from "./batch.ts";
import { foldWeights, rename } from "./fold.ts";
import { type ExportInput, type Forward, type ImageLayout, trace } from "./trace.ts";

export interface ExportOptions {
  /** Names and shapes of the inputs; taken from the model where it is a LayersModel. */
  readonly inputs?: readonly ExportInput[];
  /** 13 to 21; default 18. */
  readonly opset?: number;
  /** A fixed batch size; default: any. */
  readonly batch?: number;
  /** Order of the axes of images, in and out; default NCHW, as ONNX' own operators have it. */
  readonly layout?: ImageLayout;
  /** Where to write the model. */
  readonly path?: string;
  /** Stored in the model's metadata, what is not text as JSON: classes, normalization, input size. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** How weights are stored; float16 halves the file, computation stays float32. Default float32. */
  readonly weights?: "float32" | "float16";
}

/**
 * Traces one forward pass into a standalone ONNX model with standard operators only. Images go in
 * and come out as NCHW unless `layout` says otherwise: an input [h, w, c] becomes [batch, c, h, w], and
 * so do outputs of rank 4. The backend `onnx` must be current.
 *
 * @param model a LayersModel, or a function from named tensors to tensors
 * @returns the model's bytes, which are also written to `path`
 * @throws Error where the model can't be traced, with what to change
 */
export async function exportOnnx(
  model: LayersModel | Forward,
  options: ExportOptions = {},
): Promise<Uint8Array> {
  const { opset = 18, batch, layout = "NCHW", path, meta = {}, weights = "float32" } = options;
  if (!Number.isInteger(opset) || opset < 13 || opset > 21)
    throw new RangeError(`Export: opset must be 13 to 21, not ${opset}.`);
  requireBackend();
  const { forward, inputs } = adapt(model, options.inputs);
  const traced = (size: number, withWeights: boolean) =>
    trace(forward, inputs, size, { opset, layout, weights: withWeights });
  const first = traced(batch ?? BATCHES[0], true);
  const open =
    batch === undefined
      ? anyBatch(first.lowered.model, traced(BATCHES[1], false).lowered.model)
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
