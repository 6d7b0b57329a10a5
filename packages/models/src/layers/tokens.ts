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

type Save = (tensors: tf.Tensor[]) => void;

/**
 * (x - mean) / deviation * scale + offset over the last axis. The slopes are written out (equations of
 * arXiv 1607.06450, section 3.1, differentiated), which takes a third of the steps that the ops' own
 * slopes take.
 */
const normalize = tf.customGrad((...args: (tf.Tensor | Save)[]) => {
  const [x, scale, offset, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, Save];
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), EPSILON));
  const normal = tf.mul(centred, inverse);
  save([normal, inverse, scale]);
  return {
    value: tf.add(tf.mul(normal, scale), offset),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [unit, factor, weight] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const rows = dy.shape.slice(0, -1).map((_, axis) => axis);
      const slope = tf.mul(dy, weight);
      const along = tf.mul(unit, tf.mean(tf.mul(slope, unit), -1, true));
      const across = tf.sub(tf.sub(slope, tf.mean(slope, -1, true)), along);
      return [tf.mul(across, factor), tf.sum(tf.mul(dy, unit), rows), tf.sum(dy, rows)];
    },
  };
});

/** `torch.nn.LayerNorm` over the last axis with epsilon 1e-5. */
export function layerNorm(scope: Scope, name: string, width: number): (x: tf.Tensor) => tf.Tensor {
  const { parameters, prefix } = at(scope, name);
  const scale = parameters.add(`${prefix}weight`, [width], constant(1), { kind: "norm" });
  const offset = parameters.add(`${prefix}bias`, [width], constant(0), { kind: "norm" });
  return (x) => normalize(x, scale.variable, offset.variable);
}
