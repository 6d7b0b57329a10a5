import type * as tf from "@tensorflow/tfjs-core";
import { conv } from "./layers/conv.ts";
import { gaussian, torchDefault } from "./parameters/init.ts";
import type { Scope } from "./parameters/store.ts";

/**
 * [n, h, w, from] to logits [n, h, w, classes]: a convolution (1 x 1), initialized as fastai's last
 * ConvLayer (torch's own filter, biases of N(0, 0.01^2)).
 */
export function segmentationHead(
  scope: Scope,
  from: number,
  classes: number,
  size = 1,
): (x: tf.Tensor4D) => tf.Tensor4D {
  return conv(scope, { from, to: classes, size, init: torchDefault, initBias: gaussian(0.01) });
}
