import * as tf from "@tensorflow/tfjs-core";
import { ModelError } from "../error.ts";
import { type LabelOptions, ratio, targets } from "./labels.ts";

export interface CrossEntropyOptions extends LabelOptions {
  /** One weight a class; default 1 each. */
  readonly weights?: readonly number[];
}

/** log softmax and weighted one-hot targets, the common part of cross-entropy and focal loss. */
export function logLikelihood(
  logits: tf.Tensor,
  labels: tf.Tensor,
  { weights, ignore }: CrossEntropyOptions,
): { logP: tf.Tensor; target: tf.Tensor; weight: tf.Tensor } {
  const classes = logits.shape.at(-1)!;
  if (classes < 2)
    throw new ModelError("input", "One output has no cross-entropy: use bceWithLogits.");
  if (weights && weights.length !== classes)
    throw new ModelError(
      "config",
      `${classes} classes need ${classes} weights, not ${weights.length}.`,
    );
  const { target } = targets(logits, labels, ignore === undefined ? {} : { ignore });
  const weight = weights ? tf.mul(target, tf.tensor1d([...weights])) : target;
  return { logP: tf.logSoftmax(logits), target, weight };
}

/**
 * Cross-entropy of logits [n, h, w, c] and labels [n, h, w]: the sum of -w_y log p_y over the pixels
 * that are not void, divided by the sum of their w_y; in 0..inf, 0 where all is void. Equal to
 * `torch.nn.CrossEntropyLoss(weight, ignore_index)`.
 */
export function crossEntropy(
  logits: tf.Tensor,
  labels: tf.Tensor,
  options: CrossEntropyOptions = {},
): tf.Scalar {
  return tf.tidy(() => {
    const { logP, weight } = logLikelihood(logits, labels, options);
    return ratio(tf.neg(tf.sum(tf.mul(weight, logP))), tf.sum(weight));
  });
}
