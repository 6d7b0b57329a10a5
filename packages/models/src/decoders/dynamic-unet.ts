import * as tf from "@tensorflow/tfjs-core";
import type { Encoder } from "../encoders/encoder.ts";
import { type ActivationName, activation } from "../layers/activation.ts";
import { conv } from "../layers/conv.ts";
import { batchNorm } from "../layers/norm.ts";
import { resizeLike } from "../layers/resize.ts";
import { shuffleUp } from "../layers/shuffle.ts";
import { at, type Scope } from "../parameters/store.ts";
import type { Decoder } from "./decoder.ts";
import { unetBlock } from "./unet-block.ts";

export interface DynamicUnetOptions {
  /** Self-attention after the block before the last two. */
  readonly selfAttention: boolean;
  readonly activation: ActivationName;
  /** Blur after each pixel shuffle inside the blocks. */
  readonly blur: boolean;
  /** With `blur`: also in the last block. */
  readonly blurFinal: boolean;
  /** Joins the image itself before a last residual block. */
  readonly lastCross: boolean;
}

/** fastai's own defaults. */
export const DYNAMIC_UNET: DynamicUnetOptions = {
  selfAttention: false,
  activation: "relu",
  blur: false,
  blurFinal: true,
  lastCross: true,
};

/**
 * The decoder of fastai's DynamicUnet, by the rules of fastai 2.7 with its default norm_type=None:
 * - normalization and ReLU (whatever the activation) of the deepest map, then two 3 x 3 convolutions
 *   c -> 2c -> c;
 * - one UnetBlock for each map at strides 16, 8, 4, 2, self-attention in number (blocks - 3);
 * - a last pixel shuffle without blur to the image's size, nearest resize where it is not exact;
 * - with lastCross the image is concatenated and a residual block of two 3 x 3 convolutions follows.
 * Convolutions have biases and no normalization; only the deepest map and the skips are normalized
 * (bias 1e-3 at first). The 1 x 1 convolution to the classes is the head's.
 */
export function dynamicUnet(scope: Scope, encoder: Encoder, options: DynamicUnetOptions): Decoder {
  const act = activation(options.activation);
  const skips = encoder.channels.slice(1, -1).reverse();
  const deepest = encoder.channels.at(-1)!;
  const norm = batchNorm(at(scope, "norm"), deepest, { bias: 1e-3 });
  const middle = at(scope, "middle");
  const wide = conv(at(middle, 0), { from: deepest, to: deepest * 2, size: 3 });
  const narrow = conv(at(middle, 1), { from: deepest * 2, to: deepest, size: 3 });

  let channels = deepest;
  const blocks = skips.map((skip, i) => {
    const last = i === skips.length - 1;
    const block = unetBlock(at(at(scope, "blocks"), i), {
      from: channels,
      skip,
      last,
      blur: options.blur && (!last || options.blurFinal),
      attention: options.selfAttention && i === skips.length - 3,
      activation: act,
    });
    channels = block.to;
    return block;
  });

  const up = { from: channels, to: channels, activation: act, blur: false };
  const shuffle = shuffleUp(at(scope, "shuffle"), up);
  if (options.lastCross) channels += encoder.channels[0]!;
  const cross = options.lastCross ? residual(at(scope, "cross"), channels) : undefined;

  return {
    channels,
    run: (maps, mode) => {
      let y = tf.relu(norm(maps.at(-1)!, mode));
      y = act(narrow(act(wide(y))));
      for (const [i, block] of blocks.entries()) y = block.run(y, maps.at(-2 - i)!, mode);
      const image = maps[0]!;
      y = resizeLike(shuffle(y), image);
      return cross ? cross(tf.concat([y, image], 3)) : y;
    },
  };

  /** x + conv(act(conv(x))), then the activation: fastai's ResBlock of expansion 1. */
  function residual(place: Scope, width: number): (x: tf.Tensor4D) => tf.Tensor4D {
    const [first, second] = [0, 1].map((i) =>
      conv(at(place, i), { from: width, to: width, size: 3 }),
    );
    return (x) => act(tf.add(second!(act(first!(x))), x));
  }
}
