import type { Model } from "@maskboard/models";
import { crossEntropy } from "@maskboard/models/losses";
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

/** One pass forward and back: the loss and the gradients of `variables` by their names. */
export function lossAndGradients(
  model: Model,
  batch: Batch,
  weights: readonly number[],
  variables: tf.Variable[],
): { loss: tf.Scalar; gradients: tf.NamedTensorMap } {
  const { images, labels } = toDevice(batch);
  const { value, grads } = tf.variableGrads(
    () =>
      crossEntropy(model.forward(images, { training: true }), labels, { weights, ignore: VOID }),
    variables,
  );
  tf.dispose([images, labels]);
  return { loss: value, gradients: grads };
}
