import * as tf from "@tensorflow/tfjs-core";
import { constant } from "../parameters/init.ts";
import type { Initializer, Scope } from "../parameters/store.ts";
import { normal } from "../random.ts";

export interface DepthwiseOptions {
  readonly channels: number;
  /** Side of the filter, odd. */
  readonly size: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly bias?: boolean;
}

/** He et al. 2015 by the size^2 outputs that an input feeds: what torchvision gives its own. */
const fanOut =
  (size: number): Initializer =>
  (shape, random) =>
    normal(random, tf.util.sizeFromShape([...shape]), Math.sqrt(2 / size ** 2));

/** A filter of its own for each channel, with PyTorch's padding as in `conv`; shape as there. */
export function depthwise(
  { parameters, prefix }: Scope,
  { channels, size, stride = 1, dilation = 1, bias = false }: DepthwiseOptions,
): (x: tf.Tensor4D) => tf.Tensor4D {
  const shape = [size, size, channels, 1];
  const weight = parameters.add(`${prefix}weight`, shape, fanOut(size), { layout: "depthwise" });
  const offset = bias
    ? parameters.add(`${prefix}bias`, [channels], constant(0), { kind: "bias" })
    : undefined;
  const pad = (dilation * (size - 1)) / 2;
  return (x) => {
    const filter = weight.variable as tf.Tensor as tf.Tensor4D;
    const y = tf.depthwiseConv2d(x, filter, stride, pad, "NHWC", [dilation, dilation]);
    return offset ? tf.add(y, offset.variable) : y;
  };
}
