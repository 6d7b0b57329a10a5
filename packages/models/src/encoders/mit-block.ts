import * as tf from "@tensorflow/tfjs-core";
import { conv } from "../layers/conv.ts";
import { depthwise } from "../layers/depthwise.ts";
import { dropout } from "../layers/dropout.ts";
import type { Mode } from "../layers/norm.ts";
import { gelu } from "../layers/smooth.ts";
import { layerNorm, linear } from "../layers/tokens.ts";
import { kaimingNormal } from "../parameters/init.ts";
import { at, type Scope } from "../parameters/store.ts";

export interface MitBlockOptions {
  readonly width: number;
  readonly heads: number;
  /** Pixels on a side that become one key and value. */
  readonly reduction: number;
  /** Probability that a branch is left out in training. */
  readonly drop: number;
}

/** Pixels of a map as rows [n, h * w, c]. */
const toTokens = (x: tf.Tensor4D): tf.Tensor3D => {
  const [n, h, w, c] = x.shape;
  return tf.reshape(x, [n, h * w, c]);
};

/** Times that the channels of the feed-forward part grow. */
const GROWTH = 4;

/**
 * Attention of all pixels to the pixels of a map that a strided convolution made smaller (Wang et al.
 * 2021, arXiv 2102.12122, section 3.3): [n, h, w, width] to tokens [n, h w, width].
 */
function reducedAttention(scope: Scope, { width, heads, reduction }: MitBlockOptions) {
  const own = at(scope, "self");
  const [query, key, value] = ["query", "key", "value"].map((name) =>
    linear(at(own, name), width, width),
  ) as [ReturnType<typeof linear>, ReturnType<typeof linear>, ReturnType<typeof linear>];
  const reduce =
    reduction > 1
      ? conv(at(own, "sr"), {
          ...{ from: width, to: width, size: reduction, stride: reduction, pad: 0 },
          init: kaimingNormal("out"),
        })
      : undefined;
  const norm = reduction > 1 ? layerNorm(own, "layer_norm", width) : undefined;
  const output = linear(at(at(scope, "output"), "dense"), width, width);
  const split = (rows: tf.Tensor): tf.Tensor4D => {
    const [n, m] = rows.shape as [number, number];
    const parts: tf.Tensor4D = tf.reshape(rows, [n, m, heads, width / heads]);
    return tf.transpose(parts, [0, 2, 1, 3]);
  };
  return (x: tf.Tensor4D): tf.Tensor => {
    const tokens = toTokens(x);
    const few = reduce && norm ? norm(toTokens(reduce(x))) : tokens;
    const scaled = tf.mul(query(tokens), Math.sqrt(heads / width));
    const weights = tf.softmax(tf.matMul(split(scaled), split(key(few)), false, true));
    const mixed = tf.transpose(tf.matMul(weights, split(value(few))), [0, 2, 1, 3]);
    return output(tf.reshape(mixed, tokens.shape));
  };
}

/** Two linear layers with a 3 x 3 filter for each channel between them, which tells places apart. */
function mixFeedForward(scope: Scope, width: number) {
  const inner = width * GROWTH;
  const first = linear(at(scope, "dense1"), width, inner);
  const place = at(at(scope, "dwconv"), "dwconv");
  const filter = depthwise(place, { channels: inner, size: 3, bias: true });
  const second = linear(at(scope, "dense2"), inner, width);
  return (x: tf.Tensor): tf.Tensor => second(gelu(filter(first(x) as tf.Tensor4D)));
}

/**
 * Block of a Mix Transformer (Xie et al. 2021, arXiv 2105.15203): attention and Mix-FFN, each after a
 * layer normalization and added to its input; [n, h, w, width] to the same.
 */
export function mitBlock(scope: Scope, options: MitBlockOptions) {
  const { width, drop } = options;
  const before = layerNorm(scope, "layer_norm_1", width);
  const attend = reducedAttention(at(scope, "attention"), options);
  const between = layerNorm(scope, "layer_norm_2", width);
  const feed = mixFeedForward(at(scope, "mlp"), width);
  const [thinFirst, thinSecond] = [1, 2].map((i) => dropout(`${scope.prefix}${i}`, drop, "image"));
  return (x: tf.Tensor4D, mode: Mode): tf.Tensor4D => {
    const seen = tf.reshape(attend(before(x) as tf.Tensor4D), x.shape) as tf.Tensor4D;
    const y = tf.add(x, thinFirst!(seen, mode));
    return tf.add(y, thinSecond!(feed(between(y)) as tf.Tensor4D, mode));
  };
}
