import { crossEntropy, dice, focal, tversky } from "@maskboard/models/losses";
import * as tf from "@tensorflow/tfjs-core";
import { z } from "zod";
import { VOID } from "./data/load-sample.ts";

/**
 * Losses by name, over the pixels that are not void:
 * - `cross-entropy`: weighted by the classes' weights
 * - `focal`: Lin et al. 2017; the same, with what is right already counting less
 * - `dice`: soft Dice, the mean over the classes of a batch; weights do not matter
 * - `tversky`: Salehi et al. 2017; `alpha` is the price of false positives, `beta` of false negatives,
 *   `gamma` above 1 the focal Tversky loss of Abraham and Khan 2018
 */
export const lossSchema = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("cross-entropy") }),
  z.strictObject({ name: z.literal("focal"), gamma: z.number().min(0).default(2) }),
  z.strictObject({ name: z.literal("dice"), smooth: z.number().min(0).default(0) }),
  z.strictObject({
    name: z.literal("tversky"),
    alpha: z.number().min(0).default(0.5),
    beta: z.number().min(0).default(0.5),
    gamma: z.number().positive().default(1),
  }),
]);
type Loss = z.infer<typeof lossSchema>;

export const LOSSES = lossSchema.options.map(({ shape }) => shape.name.value);

/** How a prediction is judged in training. */
export interface Objective {
  /** Of the classes in the cross-entropy and the focal loss. */
  readonly weights: readonly number[];
  /** Factor of the soft Dice loss that is added; 0: none. */
  readonly dice: number;
  /** Default: cross-entropy. */
  readonly loss?: Loss;
}

/** The loss of logits [n, h, w, classes] beside labels [n, h, w]. */
export function lossOf(logits: tf.Tensor4D, labels: tf.Tensor3D, objective: Objective): tf.Scalar {
  return tf.tidy(() => {
    const main = namedLoss(logits, labels, objective);
    if (objective.dice === 0) return main;
    return tf.add(main, tf.mul(dice(logits, labels, { ignore: VOID }), objective.dice));
  });
}

function namedLoss(
  logits: tf.Tensor4D,
  labels: tf.Tensor3D,
  { weights, loss = { name: "cross-entropy" } }: Objective,
): tf.Scalar {
  switch (loss.name) {
    case "cross-entropy":
      return crossEntropy(logits, labels, { weights, ignore: VOID });
    case "focal":
      return focal(logits, labels, { weights, gamma: loss.gamma, ignore: VOID });
    case "dice":
      return dice(logits, labels, { smooth: loss.smooth, ignore: VOID });
    case "tversky": {
      const { alpha, beta, gamma } = loss;
      return tversky(logits, labels, { alpha, beta, gamma, ignore: VOID });
    }
  }
}
