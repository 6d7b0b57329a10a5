import * as tf from "@tensorflow/tfjs-core";

/**
 * Binary cross-entropy of logits and targets in 0..1 of the same shape: the mean of
 * (1 - y) x + (1 + (w - 1) y) log(1 + exp(-x)), where w is the weight of positive pixels. Equal to
 * `torch.nn.BCEWithLogitsLoss(pos_weight)`; in 0..inf.
 */
export function bceWithLogits(
  logits: tf.Tensor,
  targets: tf.Tensor,
  { positiveWeight = 1 }: { readonly positiveWeight?: number } = {},
): tf.Scalar {
  return tf.tidy(() => {
    const factor = tf.add(tf.mul(targets, positiveWeight - 1), 1);
    const tail = tf.mul(factor, tf.softplus(tf.neg(logits)));
    return tf.mean(tf.add(tf.mul(tf.sub(1, targets), logits), tail));
  });
}

/** Root of the mean squared difference of two tensors of one shape; in 0..inf, slope 0 at 0. */
export function rmse(predicted: tf.Tensor, truth: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const mean = tf.mean(tf.squaredDifference(predicted, truth));
    // The root has no slope at zero; below the bound none flows.
    return tf.sqrt(tf.maximum(mean, 1e-14));
  });
}
