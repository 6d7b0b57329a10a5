import * as tf from "@tensorflow/tfjs-core";
import type { Encoder } from "../encoders/encoder.ts";
import { convNorm } from "../encoders/resnet-block.ts";
import { dropout } from "../layers/dropout.ts";
import { adaptiveAverage } from "../layers/pool.ts";
import { sizeOf, stretch } from "../layers/resize.ts";
import { at, type Scope } from "../parameters/store.ts";
import type { Decoder } from "./decoder.ts";

/** Windows on a side of each level. */
const BINS = [1, 2, 3, 6] as const;
const WIDTH = 512;
const EPSILON = 1e-5;
const DROP = 0.1;

/**
 * Pyramid pooling (Zhao et al. 2016, arXiv 1612.01105) as in its authors' code for PyTorch (semseg),
 * names too: means of 1, 4, 9 and 36 windows of the deepest map, each narrowed to a quarter of the
 * channels and stretched by the corners, join it for a 3 x 3 convolution to 512 channels.
 */
export function pspnet(scope: Scope, { channels }: Encoder): Decoder {
  const from = channels.at(-1)!;
  const narrow = { from, to: Math.floor(from / BINS.length), size: 1 };
  const features = at(at(scope, "ppm"), "features");
  const levels = BINS.map((bins, i) => ({
    bins,
    apply: convNorm(at(features, i), ["1", "2"], narrow, EPSILON),
  }));
  const joined = { from: from + narrow.to * BINS.length, to: WIDTH, size: 3 };
  const fuse = convNorm(at(scope, "cls"), ["0", "1"], joined, EPSILON);
  const thin = dropout(scope.prefix, DROP, "channels");
  return {
    channels: WIDTH,
    corners: true,
    run: (maps, mode) => {
      const x = maps.at(-1)!;
      const pyramid = levels.map(({ bins, apply }) =>
        stretch(tf.relu(apply(adaptiveAverage(x, bins), mode)), sizeOf(x), true),
      );
      return thin(tf.relu(fuse(tf.concat([x, ...pyramid], 3), mode)), mode);
    },
  };
}
