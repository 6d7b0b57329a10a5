import type { Model } from "@maskboard/models";
import { totalLoss } from "@maskboard/models/losses";
import * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "./data/loader.ts";
import { lossOf, type Objective } from "./objective.ts";

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

/**
 * One pass forward and back: the loss, that of auxiliary branches included, and the gradients of
 * `variables` by their names.
 * @param dropout seed of what is dropped in this pass; without one nothing is
 */
export function lossAndGradients(
  model: Model,
  batch: Batch,
  objective: Objective,
  variables: tf.Variable[],
  dropout?: number,
): { loss: tf.Scalar; gradients: tf.NamedTensorMap } {
  const { images, labels } = toDevice(batch);
  const mode = { training: true, ...(dropout === undefined ? {} : { dropout }) };
  const { value, grads } = tf.variableGrads(
    () => totalLoss(model.outputs(images, mode), (logits) => lossOf(logits, labels, objective)),
    variables,
  );
  tf.dispose([images, labels]);
  return { loss: value, gradients: grads };
}
