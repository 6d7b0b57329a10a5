import type * as tf from "@tensorflow/tfjs-core";
import type { Mode } from "../layers/norm.ts";

/**
 * What every decoder does: from the encoder's depth + 1 maps to [n, h, w, channels] at the image's
 * own size, which a head turns into logits.
 */
export interface Decoder {
  readonly channels: number;
  /** Side of the head's filter; default 1. */
  readonly headSize?: number;
  run(maps: readonly tf.Tensor4D[], mode: Mode): tf.Tensor4D;
}
