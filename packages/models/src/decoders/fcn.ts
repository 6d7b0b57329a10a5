import * as tf from "@tensorflow/tfjs-core";
import type { Encoder } from "../encoders/encoder.ts";
import { convNorm } from "../encoders/resnet-block.ts";
import { type Dropped, dropout } from "../layers/dropout.ts";
import type { Layer } from "../layers/norm.ts";
import type { Scope } from "../parameters/store.ts";
import type { Decoder } from "./decoder.ts";

const EPSILON = 1e-5;
const DROP = 0.1;

/**
 * torchvision's FCNHead without its classifier: a 3 x 3 convolution to a quarter of the channels,
 * normalization (`0` and `1` below `scope`), ReLU, dropout of a tenth. Also the auxiliary branch of
 * PSPNet.
 */
export function fcnLayers(scope: Scope, from: number, dropped: Dropped = "values"): Layer {
  const narrow = { from, to: Math.floor(from / 4), size: 3 };
  const apply = convNorm(scope, ["0", "1"], narrow, EPSILON);
  const thin = dropout(scope.prefix, DROP, dropped);
  return (x, mode) => thin(tf.relu(apply(x, mode)), mode);
}

/**
 * Fully convolutional network (Long et al. 2014, arXiv 1411.4038) as torchvision's `fcn_resnet50`:
 * one head on the deepest map, which a dilated encoder keeps at 1/8 of the image.
 */
export function fcn(scope: Scope, { channels }: Encoder): Decoder {
  const from = channels.at(-1)!;
  const apply = fcnLayers(scope, from);
  return {
    channels: Math.floor(from / 4),
    run: (maps, mode) => apply(maps.at(-1)!, mode),
  };
}
