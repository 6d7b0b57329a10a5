import type { OnnxModel } from "./model.ts";

/** Name of the output that ends the conversion of results. */
export const STOP = "stop";

/**
 * onnxruntime-node copies each output into a fresh array for its result, also where the output was
 * written into memory that the caller gave: half a gigabyte for a training step of 41 million
 * parameters. It converts outputs one by one after the run and throws at a type that JavaScript has
 * no array for. A bfloat16 as the first output therefore makes it stop before the first copy, when
 * everything is computed. `isStop` tells that error from real ones; a binding that would learn the
 * type, or to leave given memory alone, throws nothing and gives the same values.
 */
export function withoutCopies(model: OnnxModel): OnnxModel {
  const zero = `${STOP}_zero`;
  return {
    ...model,
    nodes: [
      ...model.nodes,
      { op: "Cast", name: STOP, inputs: [zero], outputs: [STOP], attributes: { to: 16 } },
    ],
    initializers: [
      ...model.initializers,
      { name: zero, element: "float32", dims: [], raw: new Uint8Array(4) },
    ],
    outputs: [{ name: STOP, element: "bfloat16", dims: [] }, ...model.outputs],
  };
}

/** Whether an error of a run says that everything is computed. */
export const isStop = (error: unknown): boolean =>
  error instanceof Error && error.message === "Tensor type (16) is not supported.";
