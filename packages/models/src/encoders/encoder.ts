import type * as tf from "@tensorflow/tfjs-core";
import type { Mode } from "../layers/norm.ts";
import type { Scope } from "../parameters/store.ts";

/** What values an encoder expects: (RGB in 0..1 - mean) / std, by channel. */
export interface Normalization {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Mean and deviation of ImageNet as torchvision and timm use them. */
export const IMAGENET: Normalization = {
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/**
 * The contract of every encoder. `features` of an image batch [n, h, w, inChannels] gives depth + 1
 * feature maps: number 0 has the image's own size and is the image itself, or features where an
 * encoder has some before its first halving; map i is
 * [n, ceil(h / strides[i]), ceil(w / strides[i]), channels[i]]. strides[i] is 2^i, but no more than
 * the output stride: what would be smaller is computed with dilated filters instead. An encoder
 * without features at some stride says so by channels[i] = 0. Decoders read `channels` and `strides`
 * and know nothing else about the encoder. Parameters are named as in torchvision, so checkpoints map
 * one to one.
 */
export interface Encoder {
  readonly name: string;
  /** Number of halvings. */
  readonly depth: number;
  /** Channels of the depth + 1 maps. */
  readonly channels: readonly number[];
  /** Pixels of the image to one of each map: 1, 2, 4, ... */
  readonly strides: readonly number[];
  /** Least side of an image; default: each halving must still change the size, 2^(depth - 1) + 1. */
  readonly least?: number;
  readonly normalization: Normalization;
  /** Its parts from the image on: `stem`, `layer1`, ... Discriminative learning rates go by parts. */
  readonly stages: readonly string[];
  /** Which of `stages` a parameter is in, by its name below the encoder. */
  stageOf(name: string): string;
  features(x: tf.Tensor4D, mode: Mode): tf.Tensor4D[];
}

export interface EncoderOptions {
  /** Channels of the image; default 3. */
  readonly inChannels?: number;
  /** Halvings, from 2 to 5; default 5. Fewer leave the last stages out. */
  readonly depth?: number;
  /** Pixels of the image to one of the deepest map, 8, 16 or 32; default 2^depth. */
  readonly outputStride?: number;
}

/** Makes an encoder's parameters below `scope`. */
export type EncoderFactory = (scope: Scope, options?: EncoderOptions) => Encoder;
