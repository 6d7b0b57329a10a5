import * as tf from "@tensorflow/tfjs-core";
import { constant } from "../parameters/init.ts";
import type { Scope } from "../parameters/store.ts";

/** How a model runs: `training` normalizes by the batch and moves the running statistics. */
export interface Mode {
  readonly training: boolean;
  /** Seed of this pass's dropout and stochastic depth; without one nothing is dropped. */
  readonly dropout?: number;
}

/** A layer that differs between training and use. */
export type Layer = (x: tf.Tensor4D, mode: Mode) => tf.Tensor4D;

export interface NormOptions {
  readonly bias?: number;
  readonly epsilon?: number;
}

const MOMENTUM = 0.1;

/**
 * Batch normalization over [n, h, w, channels] as `torch.nn.BatchNorm2d`: epsilon 1e-5; in training
 * the batch is normalized by its biased variance, and the running mean and *unbiased* variance move
 * by a tenth towards the batch's.
 */
export function batchNorm(
  { parameters, prefix }: Scope,
  channels: number,
  { bias = 0, epsilon = 1e-5 }: NormOptions = {},
): Layer {
  const make = (name: string, value: number, kind: "norm" | "buffer") =>
    parameters.add(`${prefix}${name}`, [channels], constant(value), { kind });
  const scale = make("weight", 1, "norm");
  const offset = make("bias", bias, "norm");
  const mean = make("running_mean", 0, "buffer");
  const variance = make("running_var", 1, "buffer");
  const apply = (x: tf.Tensor4D, m: tf.Tensor, v: tf.Tensor): tf.Tensor4D =>
    tf.batchNorm4d(
      x,
      m as tf.Tensor1D,
      v as tf.Tensor1D,
      offset.variable as tf.Tensor as tf.Tensor1D,
      scale.variable as tf.Tensor as tf.Tensor1D,
      epsilon,
    );
  return (x, { training }) => {
    if (!training) return apply(x, mean.variable, variance.variable);
    const batch = tf.moments(x, [0, 1, 2]);
    const count = x.size / channels;
    tf.tidy(() => {
      move(mean.variable, batch.mean, 1);
      move(variance.variable, batch.variance, count / Math.max(1, count - 1));
    });
    return apply(x, batch.mean, batch.variance);
  };
}

/** running = 0.9 running + 0.1 factor value. */
function move(running: tf.Variable, value: tf.Tensor, factor: number): void {
  running.assign(tf.add(tf.mul(running, 1 - MOMENTUM), tf.mul(value, MOMENTUM * factor)));
}
