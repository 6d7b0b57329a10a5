import * as tf from "@tensorflow/tfjs-core";
import { ModelError } from "../error.ts";

export interface SsimOptions {
  /** Largest minus smallest possible value. Default 1. */
  readonly range?: number;
  /** Side of the window, odd. Default 11. */
  readonly window?: number;
  /** Deviation of the window's Gaussian in pixels. Default 1.5. */
  readonly sigma?: number;
}

/**
 * 1 - mean structural similarity (Wang et al. 2004, doi 10.1109/TIP.2003.819861) of two batches
 * [n, h, w, c]: Gaussian window, K1 = .01, K2 = .03, biased covariances, windows wholly inside the
 * image, each channel by itself. In 0..2, 0 for equal images.
 * @throws ModelError where the window is larger than the image.
 */
export function ssim(
  predicted: tf.Tensor4D,
  truth: tf.Tensor4D,
  { range = 1, window = 11, sigma = 1.5 }: SsimOptions = {},
): tf.Scalar {
  const [, h, w] = predicted.shape;
  if (Math.min(h, w) < window)
    throw new ModelError(
      "input",
      `SSIM's window of ${window} pixels is larger than images of ${w}x${h}: set a smaller window.`,
    );
  return tf.tidy(() => {
    const filter = gaussian(window, sigma);
    const mean = (x: tf.Tensor4D): tf.Tensor4D => smooth(channelsApart(x), filter);
    const [c1, c2] = [(0.01 * range) ** 2, (0.03 * range) ** 2];
    const [a, b] = [mean(predicted), mean(truth)];
    const [aa, bb, ab] = [tf.square(a), tf.square(b), tf.mul(a, b)];
    const varianceA = tf.sub(mean(tf.square(predicted)), aa);
    const varianceB = tf.sub(mean(tf.square(truth)), bb);
    const covariance = tf.sub(mean(tf.mul(predicted, truth)), ab);
    const above = tf.mul(tf.add(tf.mul(ab, 2), c1), tf.add(tf.mul(covariance, 2), c2));
    const below = tf.mul(tf.add(tf.add(aa, bb), c1), tf.add(tf.add(varianceA, varianceB), c2));
    return tf.sub(1, tf.mean(tf.div(above, below)));
  });
}

/** Weights of a window that sum to one. */
function gaussian(window: number, sigma: number): number[] {
  const at = (i: number): number => Math.exp(-((i - (window - 1) / 2) ** 2) / (2 * sigma ** 2));
  const weights = Array.from({ length: window }, (_, i) => at(i));
  const total = weights.reduce((sum, v) => sum + v, 0);
  return weights.map((v) => v / total);
}

/** [n, h, w, c] to [n c, h, w, 1]: plain convolutions then serve every channel. */
function channelsApart(x: tf.Tensor4D): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [n * c, h, w, 1]);
}

/** The Gaussian is separable: rows, then columns. */
function smooth(x: tf.Tensor4D, weights: number[]): tf.Tensor4D {
  const rows = tf.tensor4d(weights, [weights.length, 1, 1, 1]);
  const columns = tf.tensor4d(weights, [1, weights.length, 1, 1]);
  return tf.conv2d(tf.conv2d(x, rows, 1, "valid"), columns, 1, "valid");
}
