import * as tf from "@tensorflow/tfjs-core";

type Save = (tensors: tf.Tensor[]) => void;

/** An elementwise function by its value and its slope, keeping only its input for the way back. */
function elementwise(value: (x: tf.Tensor) => tf.Tensor, slope: (x: tf.Tensor) => tf.Tensor) {
  const op = tf.customGrad((...args: (tf.Tensor | Save)[]) => {
    const [x, save] = args as [tf.Tensor, Save];
    save([x]);
    return {
      value: value(x),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, slope(saved[0]!)),
    };
  });
  return <T extends tf.Tensor>(x: T): T => op(x) as T;
}

/** Cumulative distribution of N(0, 1). */
const normalCdf = (x: tf.Tensor): tf.Tensor =>
  tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

const normalDensity = (x: tf.Tensor): tf.Tensor =>
  tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));

/** x times the cumulative normal distribution of x (Hendrycks and Gimpel 2016, arXiv 1606.08415). */
export const gelu = elementwise(
  (x) => tf.mul(x, normalCdf(x)),
  (x) => tf.add(normalCdf(x), tf.mul(x, normalDensity(x))),
);

/** x sigmoid(x) (Elfwing et al. 2017, arXiv 1702.03118). */
export const silu = elementwise(
  (x) => tf.mul(x, tf.sigmoid(x)),
  (x) => {
    const s = tf.sigmoid(x);
    return tf.mul(s, tf.add(tf.mul(x, tf.sub(1, s)), 1));
  },
);
