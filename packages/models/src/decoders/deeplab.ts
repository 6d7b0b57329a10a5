import * as tf from "@tensorflow/tfjs-core";
import type { Encoder } from "../encoders/encoder.ts";
import { doubleConv } from "../encoders/plain.ts";
import { convNorm } from "../encoders/resnet-block.ts";
import { ModelError } from "../error.ts";
import { sizeOf, stretch } from "../layers/resize.ts";
import { at, type Scope } from "../parameters/store.ts";
import { aspp } from "./aspp.ts";
import type { Decoder } from "./decoder.ts";

const WIDTH = 256;
/** Channels that the map at stride 4 is narrowed to. */
const LOW = 48;
const EPSILON = 1e-5;

/** DeepLabV3 (arXiv 1706.05587) as torchvision's `deeplabv3_resnet50`, named as its `classifier`. */
export function deeplabV3(scope: Scope, { channels, strides }: Encoder): Decoder {
  const pyramid = aspp(at(scope, "0"), channels.at(-1)!, WIDTH, strides.at(-1)!);
  const last = convNorm(scope, ["1", "2"], { from: WIDTH, to: WIDTH, size: 3 }, EPSILON);
  return {
    channels: WIDTH,
    run: (maps, mode) => tf.relu(last(pyramid(maps.at(-1)!, mode), mode)),
  };
}

/**
 * DeepLabV3+ (Chen et al. 2018, arXiv 1802.02611, figure 2): the pyramid of DeepLabV3, stretched to
 * the map at stride 4, which is narrowed to 48 channels and joined; then two 3 x 3 convolutions. All
 * filters are whole ones, as the paper's for ResNets.
 */
export function deeplabV3Plus(scope: Scope, encoder: Encoder): Decoder {
  const { name, channels, strides, depth } = encoder;
  if (depth < 3 || channels[2] === 0)
    throw new ModelError("config", `deeplabv3plus needs 3 halvings, ${name} here has ${depth}.`);
  const pyramid = aspp(at(scope, "aspp"), channels.at(-1)!, WIDTH, strides.at(-1)!);
  const narrow = { from: channels[2]!, to: LOW, size: 1 };
  const low = convNorm(at(scope, "block1"), ["0", "1"], narrow, EPSILON);
  const fuse = doubleConv(at(scope, "block2"), WIDTH + LOW, WIDTH);
  return {
    channels: WIDTH,
    run: (maps, mode) => {
      const near = tf.relu(low(maps[2]!, mode));
      const far = stretch(pyramid(maps.at(-1)!, mode), sizeOf(near));
      return fuse(tf.concat([far, near], 3), mode);
    },
  };
}
