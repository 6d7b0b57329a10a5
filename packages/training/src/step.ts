import type { Model } from "@maskboard/models";
import { crossEntropy, dice } from "@maskboard/models/losses";
import * as tf from "@tensorflow/tfjs-core";
import { VOID } from "./data/load-sample.ts";
import type { Batch } from "./data/loader.ts";

/** A batch on the device. */
export interface DeviceBatch {
  readonly images: tf.Tensor4D;
  readonly labels: tf.Tensor3D;
}

export function toDevice({ images, labels, shape }: Batch): DeviceBatch {
  return {
    images: tf.tensor4d(images, [...shape]),
    labels: tf.tensor3d(Int32Array.from(labels), [shape[0], shape[1], shape[2]], "int32"),
  };
}

/** How a prediction is judged in training. */
export interface Objective {
  /** Of the classes in the cross-entropy. */
  readonly weights: readonly number[];
  /** Factor of the soft Dice loss that is added; 0: none. */
  readonly dice: number;
}

/** Weighted cross-entropy plus Dice over the pixels that are not void. */
export function lossOf(
  logits: tf.Tensor4D,
  labels: tf.Tensor3D,
  { weights, dice: factor }: Objective,
): tf.Scalar {
  return tf.tidy(() => {
    const entropy = crossEntropy(logits, labels, { weights, ignore: VOID });
    if (factor === 0) return entropy;
    return tf.add(entropy, tf.mul(dice(logits, labels, { ignore: VOID }), factor));
  });
}

/** One pass forward and back: the loss and the gradients of `variables` by their names. */
export function lossAndGradients(
  model: Model,
  batch: Batch,
  objective: Objective,
  variables: tf.Variable[],
): { loss: tf.Scalar; gradients: tf.NamedTensorMap } {
  const { images, labels } = toDevice(batch);
  const { value, grads } = tf.variableGrads(
    () => lossOf(model.forward(images, { training: true }), labels, objective),
    variables,
  );
  tf.dispose([images, labels]);
  return { loss: value, gradients: grads };
}
