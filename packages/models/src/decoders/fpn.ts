import * as tf from "@tensorflow/tfjs-core";
import type { Encoder } from "../encoders/encoder.ts";
import { ModelError } from "../error.ts";
import { conv } from "../layers/conv.ts";
import { dropout } from "../layers/dropout.ts";
import { groupNorm } from "../layers/group-norm.ts";
import { resizeLike, sizeOf, stretch } from "../layers/resize.ts";
import { at, type Scope } from "../parameters/store.ts";
import type { Decoder } from "./decoder.ts";

/** Channels of the pyramid and of what is made from it. */
const [PYRAMID, WIDTH] = [256, 128];
const GROUPS = 32;
const DROP = 0.2;

type Run = (x: tf.Tensor4D) => tf.Tensor4D;

/**
 * Feature pyramid (Lin et al. 2016, arXiv 1612.03144; Kirillov et al. 2019, arXiv 1901.02446) as
 * segmentation_models.pytorch's `FPN`, names too: the four deepest maps as 256 channels, each with
 * the deeper one doubled and added; every level is brought to the size of the largest by 3 x 3
 * convolutions with group normalization and doublings, and all are added.
 */
export function fpn(scope: Scope, { name, channels, depth }: Encoder): Decoder {
  const used = channels.slice(-4).reverse();
  if (depth < 4 || used.includes(0))
    throw new ModelError(
      "config",
      `fpn joins the four deepest of 4 or more halvings: give ${name} more depth.`,
    );
  const sides = used.map((from, i) => {
    const place = at(scope, `p${5 - i}`);
    return conv(i === 0 ? place : at(place, "skip_conv"), { from, to: PYRAMID, size: 1 });
  });
  const levels = used.map((_, i) => {
    const place = at(at(at(scope, "seg_blocks"), i), "block");
    return Array.from({ length: Math.max(1, 3 - i) }, (_, j) =>
      normalized(at(at(place, j), "block"), j === 0 ? PYRAMID : WIDTH),
    );
  });
  const thin = dropout(scope.prefix, DROP, "channels");
  return {
    channels: WIDTH,
    corners: true,
    run: (maps, mode) => {
      const sizes = maps.slice(-4).reverse();
      const pyramid: tf.Tensor4D[] = [];
      for (const [i, side] of sides.entries()) {
        const own = side(sizes[i]!);
        pyramid.push(i === 0 ? own : tf.add(resizeLike(pyramid[i - 1]!, own), own));
      }
      const all = levels.map((layers, i) =>
        layers.reduce((y, run, j) => {
          // The last level has the largest size already.
          const like = sizes[Math.min(i + j + 1, sizes.length - 1)]!;
          return stretch(run(y), sizeOf(like), true);
        }, pyramid[i]!),
      );
      return thin(tf.addN(all), mode);
    },
  };
}

function normalized(scope: Scope, from: number): Run {
  const apply = conv(at(scope, 0), { from, to: WIDTH, size: 3, bias: false });
  const norm = groupNorm(at(scope, 1), WIDTH, GROUPS);
  return (x) => tf.relu(norm(apply(x)));
}
