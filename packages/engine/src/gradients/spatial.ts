import * as tf from "@tensorflow/tfjs-core";
import type { DepthToSpaceAttrs, GradConfig, Tensor, Tensor1D, Tensor4D } from "@tensorflow/tfjs-core";
import { gradient, revised } from "./config.ts";

/** Missing in tfjs-core: space goes back to depth. */
const depthToSpace = gradient<DepthToSpaceAttrs>(
  "DepthToSpace",
  { inputsToSave: ["x"] },
  (dy, [x], { blockSize: r, dataFormat }) => ({
    x: () => {
      const [n, a, b, c] = (dy as Tensor4D).shape;
      const [split, perm] =
        dataFormat === "NCHW"
          ? [
              [n, a, b / r, r, c / r, r],
              [0, 3, 5, 1, 2, 4],
            ]
          : [
              [n, a / r, r, b / r, r, c],
              [0, 1, 3, 2, 4, 5],
            ];
      return tf.reshape(tf.transpose(tf.reshape(dy, split!), perm), x!.shape);
    },
  }),
);

/**
 * A gather with batches as one over all of them: tfjs-core's gradient of it needs operators that
 * only another package has.
 */
const gather = (): GradConfig => revised<{ axis: number; batchDims?: number }>(
  "GatherV2",
  (dy, saved, { axis, batchDims = 0 }) => {
    const [x, indices] = saved as [Tensor, Tensor];
    const at = tf.util.parseAxisParam(axis, x.shape)[0]!;
    if (batchDims === 0 || at !== batchDims) return null;
    const size = (shape: number[]): number => tf.util.sizeFromShape(shape);
    const batches = size(x.shape.slice(0, at));
    const length = x.shape[at]!;
    const each = size(indices.shape) / batches;
    const inner = size(x.shape.slice(at + 1));
    return {
      x: () => {
        const first = tf.tensor2d(
          Int32Array.from({ length: batches }, (_, i) => i * length),
          [batches, 1],
          "int32",
        );
        const rows = tf.reshape(tf.add(tf.reshape(indices, [batches, each]), first), [-1]);
        const slopes = tf.reshape(dy, [batches * each, inner]);
        const sums = tf.unsortedSegmentSum(slopes, rows as Tensor1D, batches * length);
        return tf.reshape(sums, x.shape);
      },
      indices: () => tf.zeros(indices.shape),
    };
  },
);

export const spatial = (): GradConfig[] => [depthToSpace, gather()];
