import * as tf from "@tensorflow/tfjs-core";
import type { Encoder } from "../encoders/encoder.ts";
import { doubleConv } from "../encoders/plain.ts";
import { ModelError } from "../error.ts";
import { resizeLike } from "../layers/resize.ts";
import { doubling } from "../layers/transposed.ts";
import { at, type Scope } from "../parameters/store.ts";
import type { Decoder } from "./decoder.ts";

/** Fewer channels than that at the image's own size are the image itself. */
const LEAST = 16;

/**
 * The way up of the U-Net of Ronneberger et al. 2015 (arXiv 1505.04597): transposed 2 x 2
 * convolutions, the encoder's map of that size beside it, and two 3 x 3 convolutions.
 * @throws ModelError for encoders without features at the image's own size
 */
export function classicUnet(scope: Scope, { name, channels }: Encoder): Decoder {
  if (channels[0]! < LEAST || channels.includes(0))
    throw new ModelError(
      "config",
      `classic-unet needs features at the image's own size, which ${name} has not: choose the ` +
        "encoder plain or a VGG, or the architecture unet.",
    );
  const widths = [...channels].reverse();
  const blocks = widths.slice(1).map((to, i) => {
    const place = at(at(scope, "blocks"), i);
    return {
      up: doubling(at(place, "up"), { from: widths[i]!, to, size: 2 }),
      apply: doubleConv(at(place, "conv"), to * 2, to),
    };
  });
  return {
    channels: channels[0]!,
    run: (maps, mode) =>
      blocks.reduce((y, { up, apply }, i) => {
        const beside = maps.at(-2 - i)!;
        return apply(tf.concat([beside, resizeLike(up(y), beside)], 3), mode);
      }, maps.at(-1)!),
  };
}
