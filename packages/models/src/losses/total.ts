import * as tf from "@tensorflow/tfjs-core";
import type { Outputs } from "../model.ts";

/**
 * The loss of a model's logits plus that of each auxiliary branch times its weight: 0.4 in PSPNet
 * (arXiv 1612.01105, section 3.3), 0.5 in torchvision's references.
 */
export function totalLoss(
  { logits, auxiliary }: Outputs,
  lossOf: (logits: tf.Tensor4D) => tf.Scalar,
): tf.Scalar {
  return auxiliary.reduce(
    (sum, { logits: beside, weight }): tf.Scalar => tf.add(sum, tf.mul(lossOf(beside), weight)),
    lossOf(logits),
  );
}
