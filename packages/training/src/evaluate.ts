import {
  addMatrix,
  type ConfusionMatrix,
  countConfusion,
  createClassIndex,
  emptyMatrix,
  overallScores,
} from "@maskboard/metrics";
import type { Model } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import { type ImageFiles, VOID } from "./data/load-sample.ts";
import type { Loader } from "./data/loader.ts";
import { lossOf, type Objective } from "./objective.ts";
import { toDevice } from "./step.ts";

export interface Validation {
  /** Mean over the images of their batches' losses. */
  readonly loss: number;
  /** Over the classes in the truth; 0..1, or null where all is void. */
  readonly meanIou: number | null;
  /** Void pixels left out; 0..1 or null. */
  readonly accuracy: number | null;
  readonly matrix: ConfusionMatrix;
}

/**
 * Probabilities [n, h, w, classes] where `augment`, the mean of the image's and of its mirror
 * image's turned back; logits otherwise.
 */
export function forward(model: Model, images: tf.Tensor4D, augment: boolean): tf.Tensor4D {
  if (!augment) return model.forward(images);
  return tf.tidy(() => {
    const mirrored = model.forward(tf.reverse(images, 2));
    const both = [tf.softmax(model.forward(images)), tf.reverse(tf.softmax(mirrored), 2)] as const;
    return tf.div(tf.add(...both), 2);
  });
}

/** Loss, mean IoU and accuracy at the model's own size. */
export async function validate(
  model: Model,
  loader: Loader,
  items: readonly ImageFiles[],
  { batch, objective, augment }: { batch: number; objective: Objective; augment: boolean },
): Promise<Validation> {
  const ids = Array.from({ length: model.config.classes }, (_, i) => i);
  const index = createClassIndex(ids, VOID);
  const sum = emptyMatrix(ids);
  let loss = 0;
  for await (const one of loader.batches(items, { batch })) {
    const { images, labels } = toDevice(one);
    const [value, predicted] = tf.tidy(() => {
      const scores = forward(model, images, augment);
      // The logarithm of a probability is a logit that softmax leaves alone.
      const logits: tf.Tensor4D = augment ? tf.log(tf.add(scores, 1e-12)) : scores;
      return [lossOf(logits, labels, objective), tf.argMax(scores, 3)] as const;
    });
    const [{ 0: batchLoss = Number.NaN }, classes] = await Promise.all([
      value.data(),
      predicted.data(),
    ]);
    tf.dispose([images, labels, value, predicted]);
    loss += batchLoss * one.count;
    addMatrix(sum, countConfusion(index, one.labels, Uint8Array.from(classes)));
  }
  const { meanIou, pixelAccuracy } = overallScores(sum);
  return { loss: loss / items.length, meanIou, accuracy: pixelAccuracy, matrix: sum };
}
