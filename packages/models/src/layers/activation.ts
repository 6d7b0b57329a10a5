import * as tf from "@tensorflow/tfjs-core";

/** Elementwise function of a network. */
export type Activation = <T extends tf.Tensor>(x: T) => T;

type Save = (tensors: tf.Tensor[]) => void;

/**
 * x tanh(softplus(x)) (Misra 2019, arXiv 1908.08681). With s = sigmoid(-x) and q = s^2, tanh is
 * (1 - q) / (1 + q), which needs no logarithm and overflows nowhere; the derivative is that plus
 * 4 x q (1 - s) / (1 + q)^2. Only x is kept for the way back.
 */
const mishOp = tf.customGrad((...args: (tf.Tensor | Save)[]) => {
  const [x, save] = args as [tf.Tensor, Save];
  const parts = (v: tf.Tensor) => {
    const s = tf.sigmoid(tf.neg(v));
    const q = tf.square(s);
    const below = tf.add(q, 1);
    return { s, q, below, tanh: tf.div(tf.sub(1, q), below) };
  };
  save([x]);
  return {
    value: tf.mul(x, parts(x).tanh),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const v = saved[0]!;
      const { s, q, below, tanh } = parts(v);
      const slope = tf.div(tf.mul(tf.mul(q, 4), tf.sub(1, s)), tf.square(below));
      return tf.mul(dy, tf.add(tanh, tf.mul(v, slope)));
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
