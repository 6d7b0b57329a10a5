import type {
  DepthToSpaceAttrs,
  GradConfig,
  Tensor,
  Tensor1D,
  Tensor4D,
} from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import { type StridedAttrs, stridedInfo } from "../kernels/shape.ts";
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
const gather = (): GradConfig =>
  revised<{ axis: number; batchDims?: number }>(
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

/** In one sum instead of a slice for each repetition, and for tensors of any rank. */
const tile = gradient<{ reps: number[] }>("Tile", { inputsToSave: ["x"] }, (dy, [x], { reps }) => ({
  x: () => {
    const split = reps.flatMap((count, i) => [count, x!.shape[i]!]);
    const repeats = reps.map((_, i) => 2 * i);
    return tf.reshape(tf.sum(tf.reshape(dy, split), repeats), x!.shape);
  },
}));

/** Missing in tfjs-core: each slope goes back to its place, zeros between them. */
const stridedSlice = gradient<StridedAttrs>(
  "StridedSlice",
  { inputsToSave: ["x"] },
  (dy, [x], attrs) => ({
    x: () => {
      const { shape } = x!;
      const { begin, end, strides } = stridedInfo(x!, attrs);
      const counts = tf.slice_util.computeOutShape(begin, end, strides);
      let slope = tf.reshape(dy, counts);
      for (const [axis, stride] of strides.entries()) {
        const [n, step] = [counts[axis]!, Math.abs(stride)];
        const first = stride > 0 ? begin[axis]! : begin[axis]! - (n - 1) * step;
        if (stride < 0) slope = tf.reverse(slope, axis);
        slope = spread(slope, axis, step);
        // The zeros behind the last one may reach over the end.
        const length = Math.min(n * step, shape[axis]! - first);
        const kept = tf.slice(slope, 0, replaced(slope.shape, axis, length));
        const behind = shape[axis]! - first - length;
        slope = tf.pad(kept, padding(kept.rank, axis, first, behind));
      }
      return slope;
    },
  }),
);

/** tfjs-core forgets that the border repeats elements: their slopes come back, turned round. */
const mirrorPad = gradient<{ paddings: [number, number][]; mode: "reflect" | "symmetric" }>(
  "MirrorPad",
  { inputsToSave: ["x"] },
  (dy, [x], { paddings, mode }) => ({
    x: () => {
      const skip = mode === "reflect" ? 1 : 0;
      let slope = dy;
      for (const [axis, [before, after]] of paddings.entries()) {
        const n = x!.shape[axis]!;
        const whole = slope;
        const part = (begin: number, length: number): Tensor => {
          const from = replaced(new Array<number>(whole.rank).fill(0), axis, begin);
          return tf.slice(whole, from, replaced(whole.shape, axis, length));
        };
        const fold = (begin: number, length: number, to: number): void => {
          if (length === 0) return;
          const turned = tf.reverse(part(begin, length), axis);
          slope = tf.add(slope, tf.pad(turned, padding(dy.rank, axis, to, n - to - length)));
        };
        slope = part(before, n);
        fold(0, before, skip);
        fold(before + n, after, n - skip - after);
      }
      return slope;
    },
  }),
);

const replaced = (shape: number[], axis: number, length: number): number[] =>
  shape.map((n, i) => (i === axis ? length : n));

const padding = (rank: number, axis: number, before: number, after: number): [number, number][] =>
  Array.from({ length: rank }, (_, i) => (i === axis ? [before, after] : [0, 0]));

/** Puts `step` - 1 zeros behind each element of an axis. */
function spread(x: Tensor, axis: number, step: number): Tensor {
  if (step === 1) return x;
  const apart = tf.expandDims(x, axis + 1);
  const stuffed = tf.pad(apart, padding(apart.rank, axis + 1, 0, step - 1));
  return tf.reshape(stuffed, replaced(x.shape, axis, x.shape[axis]! * step));
}

export const spatial = (): GradConfig[] => [depthToSpace, gather(), tile, stridedSlice, mirrorPad];
