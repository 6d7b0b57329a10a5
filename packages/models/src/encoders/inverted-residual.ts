import * as tf from "@tensorflow/tfjs-core";
import type { Activation } from "../layers/activation.ts";
import { conv } from "../layers/conv.ts";
import { depthwise } from "../layers/depthwise.ts";
import { dropout } from "../layers/dropout.ts";
import { batchNorm, type Layer } from "../layers/norm.ts";
import { kaimingNormal } from "../parameters/init.ts";
import { at, type Scope } from "../parameters/store.ts";
import { convNorm } from "./resnet-block.ts";

export interface InvertedOptions {
  readonly from: number;
  readonly to: number;
  /** Times that the channels grow inside. */
  readonly expand: number;
  /** Side of the depthwise filter. */
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly epsilon: number;
  readonly activation: Activation;
}

/**
 * The first layers of every block: a 1 x 1 convolution to more channels, then a filter for each
 * channel, numbered `0.0`, `0.1`, `1.0`, `1.1` as torchvision's Conv2dNormActivation in a sequence.
 */
function spread(
  scope: Scope,
  { from, expand, size, stride, dilation, epsilon, activation }: InvertedOptions,
): { layers: Layer[]; inner: number } {
  const inner = from * expand;
  const layers: Layer[] = [];
  if (expand !== 1) {
    const widen = convNorm(at(scope, 0), ["0", "1"], { from, to: inner, size: 1 }, epsilon);
    layers.push((x, mode) => activation(widen(x, mode)));
  }
  const own = at(scope, layers.length);
  const filter = depthwise(at(own, "0"), { channels: inner, size, stride, dilation });
  const norm = batchNorm(at(own, "1"), inner, { epsilon });
  layers.push((x, mode) => activation(norm(filter(x), mode)));
  return { layers, inner };
}

const run =
  (layers: readonly Layer[]): Layer =>
  (x, mode) =>
    layers.reduce((y, layer) => layer(y, mode), x);

const joins = ({ from, to, stride }: InvertedOptions): boolean => stride === 1 && from === to;

/** MobileNetV2's block (Sandler et al. 2018, arXiv 1801.04381, figure 4d), torchvision's `conv`. */
export function invertedResidual(scope: Scope, options: InvertedOptions): Layer {
  const place = at(scope, "conv");
  const { layers, inner } = spread(place, options);
  const names = [String(layers.length), String(layers.length + 1)] as [string, string];
  const narrow = { from: inner, to: options.to, size: 1 };
  const whole = run([...layers, convNorm(place, names, narrow, options.epsilon)]);
  return joins(options) ? (x, mode) => tf.add(whole(x, mode), x) : whole;
}

/** Channels weighted by what is in all pixels (Hu et al. 2017, arXiv 1709.01507). */
function squeezeExcitation(scope: Scope, width: number, squeezed: number, act: Activation): Layer {
  const init = kaimingNormal("out");
  const first = conv(at(scope, "fc1"), { from: width, to: squeezed, size: 1, init });
  const second = conv(at(scope, "fc2"), { from: squeezed, to: width, size: 1, init });
  return (x) => {
    const mean: tf.Tensor4D = tf.mean(x, [1, 2], true);
    return tf.mul(x, tf.sigmoid(second(act(first(mean)))));
  };
}

/**
 * EfficientNet's block, torchvision's MBConv `block`: as MobileNetV2's, with squeeze and excitation
 * before the channels are narrowed, and left out as a whole with probability `drop` in training.
 */
export function mbconv(scope: Scope, options: InvertedOptions, drop: number): Layer {
  const place = at(scope, "block");
  const { layers, inner } = spread(place, options);
  const squeezed = Math.max(1, Math.floor(options.from / 4));
  const weigh = squeezeExcitation(at(place, layers.length), inner, squeezed, options.activation);
  const narrow = { from: inner, to: options.to, size: 1 };
  const last = convNorm(at(place, layers.length + 1), ["0", "1"], narrow, options.epsilon);
  const whole = run([...layers, weigh, last]);
  if (!joins(options)) return whole;
  const thin = dropout(scope.prefix, drop, "image");
  return (x, mode) => tf.add(thin(whole(x, mode), mode), x);
}
