import * as tf from "@tensorflow/tfjs-core";

/**
 * The mean of each of bins x bins windows that cover [n, h, w, c]: `torch.nn.AdaptiveAvgPool2d`.
 * Window i reaches from floor(i h / bins) to ceil((i + 1) h / bins).
 */
export function adaptiveAverage(x: tf.Tensor4D, bins: number): tf.Tensor4D {
  if (bins === 1) return tf.mean(x, [1, 2], true);
  const [n, h, w, c] = x.shape;
  const rows: tf.Tensor3D = tf.reshape(x, [n, h, w * c]);
  const down: tf.Tensor4D = tf.reshape(tf.matMul(windows(bins, h), rows), [n, bins, w, c]);
  const columns: tf.Tensor3D = tf.reshape(tf.transpose(down, [0, 2, 1, 3]), [n, w, bins * c]);
  const across = tf.reshape(tf.matMul(windows(bins, w), columns), [n, bins, bins, c]);
  return tf.transpose(across as tf.Tensor4D, [0, 2, 1, 3]);
}

/** [1, bins, size]: each row is the mean of one window. */
function windows(bins: number, size: number): tf.Tensor3D {
  const values = new Float32Array(bins * size);
  for (let i = 0; i < bins; i++) {
    const [from, to] = [Math.floor((i * size) / bins), Math.ceil(((i + 1) * size) / bins)];
    values.fill(1 / (to - from), i * size + from, i * size + to);
  }
  return tf.tensor3d(values, [1, bins, size]);
}

/** Halves [n, h, w, c] by the maximum of 2 x 2 pixels; of what is there at an odd edge. */
export const halveByMax = (x: tf.Tensor4D): tf.Tensor4D => tf.maxPool(x, 2, 2, "same");

/** Halves [n, h, w, c] by the mean of 2 x 2 pixels; of what is there at an odd edge. */
export const halveByMean = (x: tf.Tensor4D): tf.Tensor4D => tf.avgPool(x, 2, 2, "same");
