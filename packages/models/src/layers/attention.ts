import * as tf from "@tensorflow/tfjs-core";
import { constant } from "../parameters/init.ts";
import { at, type Scope } from "../parameters/store.ts";
import type { Layer } from "./norm.ts";
import { spectralLinear } from "./spectral.ts";

/**
 * Self-attention over all pixels (Zhang et al. 2018, arXiv 1805.08318) as in fastai's SelfAttention:
 * [n, h, w, c] to the same. Queries and keys have c / 8 channels, values c; all three are 1 x 1
 * convolutions without bias under spectral normalization. Pixel j of the result is the sum over i of
 * softmax_i(query_i . key_j) value_i, times gamma (0 at first), plus the input.
 */
export function selfAttention(scope: Scope, channels: number): Layer {
  const make = (name: string, to: number) => spectralLinear(at(scope, name), channels, to);
  const query = make("query", Math.floor(channels / 8));
  const key = make("key", Math.floor(channels / 8));
  const value = make("value", channels);
  const gamma = scope.parameters.add(`${scope.prefix}gamma`, [1], constant(0));
  return (x, mode) => {
    const [n, h, w, c] = x.shape;
    const rows: tf.Tensor3D = tf.reshape(x, [n, h * w, c]);
    const scores: tf.Tensor3D = tf.matMul(key(rows, mode), query(rows, mode), false, true);
    const mixed = tf.matMul(tf.softmax(scores), value(rows, mode));
    return tf.add(tf.mul(gamma.variable, tf.reshape(mixed, x.shape)), x);
  };
}
