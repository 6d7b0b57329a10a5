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
 * The contract of every encoder. `features` of an image batch [n, h, w, channels[0]] gives
 * depth + 1 feature maps: number 0 is the image itself, and map i is
 * [n, ceil(h / strides[i]), ceil(w / strides[i]), channels[i]] with strides[i] = 2^i. Decoders read
 * `channels` and `strides` and know nothing else about the encoder. Parameters are named as in
 * torchvision, so checkpoints map one to one.
 */
export interface Encoder {
  readonly name: string;
  /** Number of halvings. */
  readonly depth: number;
  /** Channels of the depth + 1 maps. */
  readonly channels: readonly number[];
  /** Pixels of the image to one of each map: 1, 2, 4, ... */
  readonly strides: readonly number[];
  readonly normalization: Normalization;
  /**
   * Name of the part that a parameter belongs to, from the image on: `stem`, `layer1`, ... Freezing
   * and discriminative learning rates go by parts.
   */
  readonly stages: readonly string[];
  features(x: tf.Tensor4D, mode: Mode): tf.Tensor4D[];
}

export interface EncoderOptions {
  /** Channels of the image; default 3. */
  readonly inChannels?: number;
  /** Halvings, from 2 to 5; default 5. Fewer leave the last stages out. */
  readonly depth?: number;
}

/** Makes an encoder's parameters below `scope`. */
export type EncoderFactory = (scope: Scope, options?: EncoderOptions) => Encoder;
