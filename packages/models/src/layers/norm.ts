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
    const count = x.size / channels;
    return normalizeBatch(x, scale.variable, offset.variable, epsilon, (batch) =>
      tf.tidy(() => {
        move(mean.variable, batch.mean, 1);
        move(variance.variable, batch.variance, count / Math.max(1, count - 1));
      }),
    );
  };
}

interface Moments {
  readonly mean: tf.Tensor;
  /** Biased. */
  readonly variance: tf.Tensor;
}

type Save = (tensors: tf.Tensor[]) => void;

/**
 * Normalizes [n, h, w, c] by its own moments, which `see` is shown. With d = x - mean,
 * i = 1 / sqrt(variance + epsilon) and sums over the batch of m pixels,
 * dx = scale i (dy - sum(dy) / m - d i^2 sum(dy d) / m): what differentiating through the moments
 * gives (Ioffe and Szegedy 2015, arXiv 1502.03167), in two passes over memory less.
 */
export function normalizeBatch(
  x: tf.Tensor4D,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
  see: (moments: Moments) => void,
): tf.Tensor4D {
  const axes = [0, 1, 2];
  const op = tf.customGrad((...args: (tf.Tensor | Save)[]) => {
    const [v, weight, bias, save] = args as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, Save];
    const { mean, variance } = tf.moments(v, axes);
    see({ mean, variance });
    save([v, weight, mean, variance]);
    const count = v.size / mean.size;
    return {
      value: tf.batchNorm4d(v, mean as tf.Tensor1D, variance as tf.Tensor1D, bias, weight, epsilon),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [input, factor, m, power] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const inverse = tf.rsqrt(tf.add(power, epsilon));
        const slope = tf.mul(factor, inverse);
        const deviation = tf.sub(input, m);
        const total = tf.sum(dy, axes);
        const weighted = tf.sum(tf.mul(dy, deviation), axes);
        const tilt = tf.mul(tf.mul(slope, tf.square(inverse)), tf.div(weighted, -count));
        const shift = tf.mul(slope, tf.div(total, -count));
        const direct = tf.add(tf.mul(dy, slope), tf.mul(deviation, tilt));
        return [tf.add(direct, shift), tf.mul(weighted, inverse), total];
      },
    };
  });
  return op(x, scale, offset) as tf.Tensor4D;
}

/** running = 0.9 running + 0.1 factor value. */
function move(running: tf.Variable, value: tf.Tensor, factor: number): void {
  running.assign(tf.add(tf.mul(running, 1 - MOMENTUM), tf.mul(value, MOMENTUM * factor)));
}
