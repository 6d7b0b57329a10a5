import * as tf from "@tensorflow/tfjs-core";
import type { Activation } from "../layers/activation.ts";
import { selfAttention } from "../layers/attention.ts";
import { conv } from "../layers/conv.ts";
import { batchNorm, type Mode } from "../layers/norm.ts";
import { resizeLike } from "../layers/resize.ts";
import { shuffleUp } from "../layers/shuffle.ts";
import { at, type Scope } from "../parameters/store.ts";

export interface UnetBlockOptions {
  /** Channels from below. */
  readonly from: number;
  /** Channels of the encoder's map beside it; 0: none. */
  readonly skip: number;
  /** The last block halves its channels. */
  readonly last: boolean;
  readonly blur: boolean;
  readonly attention: boolean;
  readonly activation: Activation;
}

export interface UnetBlock {
  /** Channels that come out. */
  readonly to: number;
  /** [n, h, w, from] and the skip [n, ~2 h, ~2 w, skip] to [n, ~2 h, ~2 w, to]. */
  readonly run: (x: tf.Tensor4D, skip: tf.Tensor4D, mode: Mode) => tf.Tensor4D;
}

/**
 * fastai's UnetBlock: pixel shuffle to half the channels, nearest resize where the skip is not
 * exactly twice as large, concatenation with the normalized skip, activation, two 3 x 3
 * convolutions with bias and activation, and self-attention in one block of a network.
 */
export function unetBlock(scope: Scope, options: UnetBlockOptions): UnetBlock {
  const { from, skip, last, blur, attention, activation } = options;
  const half = Math.floor(from / 2);
  const inner = half + skip;
  const to = last ? Math.floor(inner / 2) : inner;
  const up = shuffleUp(at(scope, "shuffle"), { from, to: half, activation, blur });
  const norm = skip > 0 ? batchNorm(at(scope, "norm"), skip, { bias: 1e-3 }) : undefined;
  const first = conv(at(scope, "conv1"), { from: inner, to, size: 3 });
  const second = conv(at(scope, "conv2"), { from: to, to, size: 3 });
  const attend = attention ? selfAttention(at(scope, "attention"), to) : undefined;
  const run: UnetBlock["run"] = (x, beside, mode) => {
    const larger = resizeLike(up(x), beside);
    const joined = norm ? tf.concat([larger, norm(beside, mode)], 3) : larger;
    const y = activation(second(activation(first(activation(joined)))));
    return attend ? attend(y, mode) : y;
  };
  return { to, run };
}
