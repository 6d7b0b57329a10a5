import * as tf from "@tensorflow/tfjs-core";
import { type LabelOptions, probabilities, ratio, targets } from "./labels.ts";

export interface RegionOptions extends LabelOptions {
  /** Added above and below each fraction. Default 0. */
  readonly smooth?: number;
}

export interface TverskyOptions extends RegionOptions {
  /** Price of false positives. Default 0.5. */
  readonly alpha?: number;
  /** Price of false negatives. Default 0.5. */
  readonly beta?: number;
  /** Exponent of the focal Tversky loss (Abraham & Khan 2018, arXiv 1810.07842). Default 1. */
  readonly gamma?: number;
}

/**
 * Tversky loss (Salehi et al. 2017, arXiv 1706.05721) of logits [n, h, w, c] and labels [n, h, w]:
 * with tp, fp, fn summed over all pixels of the batch that are not void, per class
 * (1 - (tp + s) / (tp + alpha fp + beta fn + s))^gamma, and the mean over the classes that occur in
 * the labels; in 0..1, 0 where none occurs. One output is taken as a sigmoid against labels 0 and 1.
 */
export function tversky(
  logits: tf.Tensor,
  labels: tf.Tensor,
  { alpha = 0.5, beta = 0.5, gamma = 1, smooth = 0, ...options }: TverskyOptions = {},
): tf.Scalar {
  return tf.tidy(() => {
    const { target, valid } = targets(logits, labels, options);
    const p = tf.mul(probabilities(logits), valid);
    const axes = target.shape.slice(0, -1).map((_, i) => i);
    const hit = tf.sum(tf.mul(p, target), axes);
    const truth = tf.sum(target, axes);
    const falsePositive = tf.mul(tf.sub(tf.sum(p, axes), hit), alpha);
    const falseNegative = tf.mul(tf.sub(truth, hit), beta);
    const all = tf.add(tf.add(hit, tf.add(falsePositive, falseNegative)), smooth);
    // Classes that do not occur may divide nothing by nothing; they do not count.
    const index = tf.div(tf.add(hit, smooth), tf.maximum(all, 1e-7));
    const loss = tf.sub(1, index);
    const shaped = gamma === 1 ? loss : tf.pow(tf.maximum(loss, 1e-7), gamma);
    const present = tf.cast(tf.greater(truth, 0), "float32");
    return ratio(tf.sum(tf.mul(shaped, present)), tf.sum(present));
  });
}

/**
 * Soft Dice loss (Milletari et al. 2016, arXiv 1606.04797, with plain sums in the denominator): the
 * Tversky loss of alpha = beta = 1/2, 1 - (2 tp + s) / (2 tp + fp + fn + s); in 0..1.
 */
export function dice(
  logits: tf.Tensor,
  labels: tf.Tensor,
  { smooth = 0, ...options }: RegionOptions = {},
): tf.Scalar {
  // Half the smoothing, since the Tversky fraction is Dice's divided by two above and below.
  return tversky(logits, labels, { ...options, smooth: smooth / 2 });
}
