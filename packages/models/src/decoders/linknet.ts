import * as tf from "@tensorflow/tfjs-core";
import type { Encoder } from "../encoders/encoder.ts";
import { convNorm } from "../encoders/resnet-block.ts";
import { ModelError } from "../error.ts";
import { batchNorm, type Layer } from "../layers/norm.ts";
import { resizeLike } from "../layers/resize.ts";
import { doubling } from "../layers/transposed.ts";
import { at, type Scope } from "../parameters/store.ts";
import type { Decoder } from "./decoder.ts";

/** Channels at the image's own size. */
const LAST = 32;
const EPSILON = 1e-5;

/**
 * LinkNet (Chaurasia and Culurciello 2017, arXiv 1707.03718) as segmentation_models.pytorch's
 * `Linknet`, names too: each block doubles the size by a transposed convolution between two 1 x 1
 * ones, and adds the encoder's map.
 * @throws ModelError for encoders that lack a map
 */
export function linknet(scope: Scope, { name, channels }: Encoder): Decoder {
  if (channels.includes(0))
    throw new ModelError(
      "config",
      `linknet adds the encoder's maps of every size, and ${name} has none at half the image's: ` +
        "choose another encoder, or unet, fpn or segformer.",
    );
  const widths = [...channels.slice(1).reverse(), LAST];
  const blocks = widths
    .slice(1)
    .map((to, i) => block(at(at(at(scope, "blocks"), i), "block"), widths[i]!, to));
  return {
    channels: LAST,
    run: (maps, mode) =>
      blocks.reduce((y, run, i) => {
        const beside = maps.at(-2 - i)!;
        const up = resizeLike(run(y, mode), beside);
        return i === blocks.length - 1 ? up : tf.add(up, beside);
      }, maps.at(-1)!),
  };
}

function block(scope: Scope, from: number, to: number): Layer {
  const inner = Math.floor(from / 4);
  const narrow = convNorm(at(scope, 0), ["0", "1"], { from, to: inner, size: 1 }, EPSILON);
  const double = doubling(at(at(scope, 1), 0), { from: inner, to: inner, size: 4 });
  const norm = batchNorm(at(at(scope, 1), 1), inner);
  const widen = convNorm(at(scope, 2), ["0", "1"], { from: inner, to, size: 1 }, EPSILON);
  return (x, mode) => {
    const up = tf.relu(norm(double(tf.relu(narrow(x, mode))), mode));
    return tf.relu(widen(up, mode));
  };
}
