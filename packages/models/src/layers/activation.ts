import * as tf from "@tensorflow/tfjs-core";

/** Elementwise function of a network. */
export type Activation = <T extends tf.Tensor>(x: T) => T;

type Save = (tensors: tf.Tensor[]) => void;

/**
 * x tanh(softplus(x)) (Misra 2019, arXiv 1908.08681). With s = sigmoid(x) and z = s (2 - s), tanh is
 * z / (2 - z), which needs no logarithm and overflows nowhere; the derivative is that plus
 * s (x - y tanh) where y is the value. Besides x only y is kept, which the next layer keeps anyway.
 */
const mishOp = tf.customGrad((...args: (tf.Tensor | Save)[]) => {
  const [x, save] = args as [tf.Tensor, Save];
  const parts = (v: tf.Tensor) => {
    const s = tf.sigmoid(v);
    const z = tf.mul(s, tf.sub(2, s));
    return { s, tanh: tf.div(z, tf.sub(2, z)) };
  };
  const value = tf.mul(x, parts(x).tanh);
  save([x, value]);
  return {
    value,
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [v, y] = saved as [tf.Tensor, tf.Tensor];
      const { s, tanh } = parts(v);
      return tf.mul(dy, tf.add(tanh, tf.mul(s, tf.sub(v, tf.mul(y, tanh)))));
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
