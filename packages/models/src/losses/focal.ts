import * as tf from "@tensorflow/tfjs-core";
import { type CrossEntropyOptions, logLikelihood } from "./cross-entropy.ts";
import { ratio } from "./labels.ts";

export interface FocalOptions extends CrossEntropyOptions {
  /** How much well classified pixels count less; 0 is cross-entropy. Default 2. */
  readonly gamma?: number;
}

/**
 * Focal loss (Lin et al. 2017, arXiv 1708.02002, equation 5) of logits [n, h, w, c] and labels
 * [n, h, w]: the mean of -w_y (1 - p_y)^gamma log p_y over the pixels that are not void; in 0..inf.
 * The weights are the paper's alpha and, as there, not part of the divisor.
 */
export function focal(
  logits: tf.Tensor,
  labels: tf.Tensor,
  { gamma = 2, ...options }: FocalOptions = {},
): tf.Scalar {
  return tf.tidy(() => {
    const { logP, target, weight } = logLikelihood(logits, labels, options);
    // The bound keeps the derivative of 0^gamma finite.
    const missing = tf.maximum(tf.sub(1, tf.exp(logP)), 1e-7);
    const terms = tf.mul(tf.mul(weight, tf.pow(missing, gamma)), logP);
    return ratio(tf.neg(tf.sum(terms)), tf.sum(target));
  });
}
