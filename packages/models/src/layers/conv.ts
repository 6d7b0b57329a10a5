import * as tf from "@tensorflow/tfjs-core";
import { constant, kaimingNormal } from "../parameters/init.ts";
import type { Initializer, Scope } from "../parameters/store.ts";

export interface ConvOptions {
  readonly from: number;
  readonly to: number;
  /** Side of the filter; odd where `pad` is not given. */
  readonly size: number;
  readonly stride?: number;
  /** Distance of the filter's taps; default 1. */
  readonly dilation?: number;
  /** Zeros on every side; default as many as PyTorch's users give, see `conv`. */
  readonly pad?: number;
  readonly bias?: boolean;
  readonly init?: Initializer;
  readonly initBias?: Initializer;
}

/**
 * Convolution [n, h, w, from] to [n, ceil(h / stride), ceil(w / stride), to] with
 * dilation * (size - 1) / 2 zeros on every side, as PyTorch pads (TensorFlow's "same" differs at
 * strides above one). Not both stride and dilation are above one.
 */
export function conv(scope: Scope, options: ConvOptions): (x: tf.Tensor4D) => tf.Tensor4D {
  const { from, to, size, stride = 1, dilation = 1, bias = true } = options;
  const { init = kaimingNormal(), initBias = constant(0) } = options;
  const { parameters, prefix } = scope;
  const weight = parameters.add(`${prefix}weight`, [size, size, from, to], init, {
    layout: "conv",
  });
  const offset = bias
    ? parameters.add(`${prefix}bias`, [to], initBias, { kind: "bias" })
    : undefined;
  const { pad = (dilation * (size - 1)) / 2 } = options;
  const dilations: [number, number] = [dilation, dilation];
  return (x) => {
    const filter = weight.variable as tf.Tensor as tf.Tensor4D;
    if (!offset) return tf.conv2d(x, filter, stride, pad, "NHWC", dilations);
    return tf.fused.conv2d({ x, filter, strides: stride, pad, dilations, bias: offset.variable });
  };
}
