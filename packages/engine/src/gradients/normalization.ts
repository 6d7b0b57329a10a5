import type { GradConfig, Tensor } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import { gradient } from "./config.ts";

/** `x` summed over the axes along which something of `shape` was broadcast to it. */
export function sumTo(x: Tensor, shape: number[]): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, x.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(x, axes) : x, shape);
}

/**
 * Batch normalization with two reductions over the batch where tfjs-core takes five, and without
 * scale or offset, where it has none: with s = scale / sqrt(v + e) and d = x - m, dx = dy s,
 * dm = -s sum(dy), dv = -s sum(dy d) / (2 (v + e)), dscale = sum(dy d) / sqrt(v + e),
 * doffset = sum(dy).
 */
export const batchNorm: GradConfig = gradient<{ varianceEpsilon: number }>(
  "FusedBatchNorm",
  { inputsToSave: ["x", "mean", "variance", "scale"] },
  (dy, saved, { varianceEpsilon }) => {
    const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, Tensor];
    const inverse = tf.rsqrt(tf.add(variance, varianceEpsilon));
    const slope = tf.mul(scale, inverse);
    const total = sumTo(dy, mean.shape);
    const weighted = sumTo(tf.mul(dy, tf.sub(x, mean)), mean.shape);
    return {
      x: () => tf.mul(dy, slope),
      mean: () => tf.neg(tf.mul(slope, total)),
      variance: () => tf.mul(tf.mul(slope, weighted), tf.mul(tf.square(inverse), -0.5)),
      scale: () => tf.mul(weighted, inverse),
      offset: () => total,
    };
  },
);
