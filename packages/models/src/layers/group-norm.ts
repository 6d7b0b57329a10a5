import * as tf from "@tensorflow/tfjs-core";
import { constant } from "../parameters/init.ts";
import type { Scope } from "../parameters/store.ts";

const EPSILON = 1e-5;

/**
 * Group normalization (Wu and He 2018, arXiv 1803.08494) as `torch.nn.GroupNorm`: each image's
 * channels are normalized in `groups` of neighbours; [n, h, w, channels] to the same.
 */
export function groupNorm(
  { parameters, prefix }: Scope,
  channels: number,
  groups: number,
): (x: tf.Tensor4D) => tf.Tensor4D {
  const scale = parameters.add(`${prefix}weight`, [channels], constant(1), { kind: "norm" });
  const offset = parameters.add(`${prefix}bias`, [channels], constant(0), { kind: "norm" });
  return (x) => {
    const [n, h, w, c] = x.shape;
    const grouped = tf.reshape(x, [n, h * w, groups, c / groups]);
    const { mean, variance } = tf.moments(grouped, [1, 3], true);
    const normal = tf.mul(tf.sub(grouped, mean), tf.rsqrt(tf.add(variance, EPSILON)));
    return tf.add(tf.mul(tf.reshape(normal, x.shape), scale.variable), offset.variable);
  };
}
