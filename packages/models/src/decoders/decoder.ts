import type * as tf from "@tensorflow/tfjs-core";
import type { Mode } from "../layers/norm.ts";

/**
 * What every decoder does: from the encoder's depth + 1 maps to one of `channels`, which a head turns
 * into logits. Where it is smaller than the image, the logits are stretched.
 */
export interface Decoder {
  readonly channels: number;
  /** Side of the head's filter; default 1. */
  readonly headSize?: number;
  /** Logits are stretched by the corners (see `stretch`) instead of the pixels' centres. */
  readonly corners?: boolean;
  run(maps: readonly tf.Tensor4D[], mode: Mode): tf.Tensor4D;
}
