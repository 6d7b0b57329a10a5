import * as tf from "@tensorflow/tfjs-core";

/** Elementwise function of a network. */
export type Activation = <T extends tf.Tensor>(x: T) => T;

type Save = (tensors: tf.Tensor[]) => void;

/**
 * x tanh(softplus(x)) (Misra 2019, arXiv 1908.08681). With s = sigmoid(x) and z = s (2 - s), tanh is
 * z / (2 - z), which needs no logarithm and overflows nowhere; the derivative is that plus
 * x s (1 - tanh^2). Only x is kept for the way back.
 */
const mishOp = tf.customGrad((...args: (tf.Tensor | Save)[]) => {
  const [x, save] = args as [tf.Tensor, Save];
  const parts = (v: tf.Tensor) => {
    const s = tf.sigmoid(v);
    const z = tf.mul(s, tf.sub(2, s));
    return { s, tanh: tf.div(z, tf.sub(2, z)) };
  };
  save([x]);
  return {
    value: tf.mul(x, parts(x).tanh),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const v = saved[0]!;
      const { s, tanh } = parts(v);
      const slope = tf.mul(tf.mul(tf.sub(1, tf.square(tanh)), s), v);
      return tf.mul(dy, tf.add(tanh, slope));
    },
  };
});

const table = {
  relu: <T extends tf.Tensor>(x: T): T => tf.relu(x),
  mish: <T extends tf.Tensor>(x: T): T => mishOp(x) as T,
} satisfies Record<string, Activation>;

export type ActivationName = keyof typeof table;
export const ACTIVATIONS = Object.keys(table) as ActivationName[];
export const activation = (name: ActivationName): Activation => table[name];
