import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { ExportInput, Forward } from "./trace.ts";

/** Sizes at which a model of any batch is traced: unlike any axis, so that no constants fall together. */
export const BATCHES = [17, 19] as const;

/** @throws Error where another backend is current */
export function requireBackend(): void {
  if (tf.getBackend() !== "onnx")
    throw new Error(
      `Export: the backend must be onnx, not ${tf.getBackend()}: await tf.setBackend("onnx").`,
    );
}

/**
 * A LayersModel as a function from named tensors to named tensors, with its inputs; a function as it is.
 *
 * @throws Error where the inputs are not known
 */
export function adapt(
  model: LayersModel | Forward,
  given: readonly ExportInput[] | undefined,
): { forward: Forward; inputs: readonly ExportInput[] } {
  if (typeof model === "function") {
    if (!given || given.length === 0)
      throw new Error("Export: give the names and shapes of the inputs.");
    return { forward: model, inputs: given };
  }
  const inputs =
    given ?? model.inputs.map(({ shape }, i) => fromLayer(model.inputNames[i]!, shape));
  const forward: Forward = (named) => {
    const tensors = inputs.map(({ name }) => named[name]!);
    const out = model.apply(tensors.length === 1 ? tensors[0]! : tensors, { training: false });
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
