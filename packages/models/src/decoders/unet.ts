import * as tf from "@tensorflow/tfjs-core";
import type { Encoder } from "../encoders/encoder.ts";
import { convNorm } from "../encoders/resnet-block.ts";
import type { Mode } from "../layers/norm.ts";
import { resizeLike } from "../layers/resize.ts";
import { at, type Scope } from "../parameters/store.ts";
import type { Decoder } from "./decoder.ts";

/** Channels of the blocks from strides 16 to 1; an encoder of less depth has the last ones. */
const CHANNELS = [256, 128, 64, 32, 16] as const;
const EPSILON = 1e-5;

/**
 * The decoder of segmentation_models.pytorch's `Unet` (0.3, decoder_use_batchnorm=True, no
 * attention): a block for each halving of the encoder, which doubles the size (nearest), joins the
 * encoder's map of that size (the last block has none) and applies two 3 x 3 convolutions with
 * normalization and ReLU. Parameters are named as there, `blocks.0.conv1.0.weight` and so on.
 * A sixth of the work of `dynamicUnet` on the same encoder.
 */
export function unet(scope: Scope, { channels, depth }: Encoder): Decoder {
  const widths = CHANNELS.slice(CHANNELS.length - depth);
  // From the deepest skip up; the image itself is none.
  const skips = [...channels.slice(1, -1).reverse(), 0];
  const blocks = widths.map((to, i) => {
    const from = (i === 0 ? channels.at(-1)! : widths[i - 1]!) + skips[i]!;
    return block(at(at(scope, "blocks"), i), from, to);
  });
  return {
    channels: widths.at(-1)!,
    headSize: 3,
    run: (maps, mode) =>
      blocks.reduce((y, run, i) => {
        const beside = maps.at(-2 - i)!;
        const up = resizeLike(y, beside);
        return run(skips[i] === 0 ? up : tf.concat([up, beside], 3), mode);
      }, maps.at(-1)!),
  };
}

function block(scope: Scope, from: number, to: number) {
  const layer = (name: string, inputs: number) =>
    convNorm(at(scope, name), ["0", "1"], { from: inputs, to, size: 3 }, EPSILON);
  const [first, second] = [layer("conv1", from), layer("conv2", to)];
  return (x: tf.Tensor4D, mode: Mode): tf.Tensor4D =>
    tf.relu(second(tf.relu(first(x, mode)), mode));
}
