import * as tf from "@tensorflow/tfjs-core";
import { icnr, kaimingNormal } from "../parameters/init.ts";
import type { Scope } from "../parameters/store.ts";
import type { Activation } from "./activation.ts";
import { conv } from "./conv.ts";

/**
 * [n, h, w, 4 c] to [n, 2 h, 2 w, c] as `torch.nn.PixelShuffle(2)`: channel 4 k + 2 i + j becomes
 * row i, column j of channel k's 2 x 2 pixels (Shi et al. 2016, arXiv 1609.05158).
 */
function pixelShuffle(x: tf.Tensor4D): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  const split = tf.reshape(x, [n, h, w, c / 4, 2, 2]);
  return tf.reshape(tf.transpose(split, [0, 1, 4, 2, 5, 3]), [n, h * 2, w * 2, c / 4]);
}

/**
 * Mean of each pixel with its left, upper and upper left neighbours, edges repeated: the blur after
 * a pixel shuffle of Sugawara et al. 2018 (arXiv 1806.02658). Shape stays.
 */
function blur(x: tf.Tensor4D): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  const wide = tf.concat([tf.slice(x, [0, 0, 0, 0], [n, h, 1, c]), x], 2);
  const padded = tf.concat([tf.slice(wide, [0, 0, 0, 0], [n, 1, w + 1, c]), wide], 1);
  return tf.avgPool(padded, 2, 1, "valid");
}

export interface ShuffleOptions {
  readonly from: number;
  readonly to: number;
  readonly activation: Activation;
  readonly blur: boolean;
}

/**
 * fastai's PixelShuffle_ICNR: [n, h, w, from] to [n, 2 h, 2 w, to] by a 1 x 1 convolution with bias
 * and without normalization, the activation, the shuffle and, where asked for, the blur.
 */
export function shuffleUp(
  scope: Scope,
  { from, to, activation, blur: blurred }: ShuffleOptions,
): (x: tf.Tensor4D) => tf.Tensor4D {
  const expand = conv(scope, { from, to: to * 4, size: 1, init: icnr(kaimingNormal()) });
  return (x) => {
    const up = pixelShuffle(activation(expand(x)));
    return blurred ? blur(up) : up;
  };
}
