import * as tf from "@tensorflow/tfjs-core";
import { constant, gaussian } from "../parameters/init.ts";
import { at, type Scope } from "../parameters/store.ts";

const EPSILON = 1e-5;

/**
 * `torch.nn.Linear` of the last axis: [..., from] to [..., to]; first values N(0, 0.02^2) and biases
 * of zero, as transformers begin.
 */
export function linear(scope: Scope, from: number, to: number): (x: tf.Tensor) => tf.Tensor {
  const { parameters, prefix } = scope;
  const init = gaussian(0.02);
  const weight = parameters.add(`${prefix}weight`, [from, to], init, { layout: "linear" });
  const bias = parameters.add(`${prefix}bias`, [to], constant(0), { kind: "bias" });
  return (x) => {
    const rows = tf.reshape(x, [-1, from]);
    const product = tf.matMul(rows, weight.variable as tf.Tensor as tf.Tensor2D);
    return tf.reshape(tf.add(product, bias.variable), [...x.shape.slice(0, -1), to]);
  };
}

/** `torch.nn.LayerNorm` over the last axis with epsilon 1e-5. */
export function layerNorm(scope: Scope, name: string, width: number): (x: tf.Tensor) => tf.Tensor {
  const { parameters, prefix } = at(scope, name);
  const scale = parameters.add(`${prefix}weight`, [width], constant(1), { kind: "norm" });
  const offset = parameters.add(`${prefix}bias`, [width], constant(0), { kind: "norm" });
  return (x) => {
    const { mean, variance } = tf.moments(x, -1, true);
    const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, EPSILON)));
    return tf.add(tf.mul(normal, scale.variable), offset.variable);
  };
}
