import * as tf from "@tensorflow/tfjs-core";
import { numbers } from "./compare.ts";
import type { Ops } from "./reference-ops.ts";

type T4 = tf.Tensor4D;
type Size = [number, number];

/** Gives the weights of a network one after the other, the same in every run. */
type Weight = (shape: number[]) => tf.Tensor;

/** A small network from images to logits of the images' size. */
export type Segmenter = (x: T4, weight: Weight, ops: Ops) => T4;

const spatial = (x: T4): Size => [x.shape[1], x.shape[2]];

/** Convolution, batch normalization in training, activation. */
function block(x: T4, weight: Weight, to: number, size = 3, stride = 1, act = tf.relu): T4 {
  const y = tf.conv2d(x, weight([size, size, x.shape[3], to]) as T4, stride, "same");
  return act(normalized(y, weight));
}

function normalized(x: T4, weight: Weight): T4 {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const [offset, scale] = [weight([x.shape[3]]), weight([x.shape[3]])];
  return tf.batchNorm(
    x,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    offset as tf.Tensor1D,
    scale as tf.Tensor1D,
  ) as T4;
}

const pointwise = (x: T4, weight: Weight, to: number): T4 =>
  tf.add(tf.conv2d(x, weight([1, 1, x.shape[3], to]) as T4, 1, "same"), weight([to]));

/** The mean of each of bins x bins windows, which differ in size where the image does not divide. */
function adaptivePool(x: T4, bins: number): T4 {
  const [h, w] = spatial(x);
  const ends = (n: number): [number, number][] =>
    Array.from({ length: bins }, (_, i) => [
      Math.floor((i * n) / bins),
      Math.ceil(((i + 1) * n) / bins),
    ]);
  const rows = ends(h).map(([top, bottom]) =>
    tf.concat(
      ends(w).map(([left, right]) =>
        tf.mean(tf.slice(x, [0, top, left, 0], [-1, bottom - top, right - left, -1]), [1, 2], true),
      ),
      2,
    ),
  );
  return tf.concat(rows, 1) as T4;
}

/** Pyramid pooling over a dilated trunk (Zhao et al. 2017, arXiv 1612.01105), with the branch beside it. */
export const pspnet: Segmenter = (x, weight, ops) => {
  const stem = tf.maxPool(block(x, weight, 6, 3, 2), 3, 2, "same");
  const trunk = tf.relu(normalized(ops.dilated(stem, weight([3, 3, 6, 8]) as T4, 2), weight));
  const size = spatial(trunk);
  const pyramid = [1, 2, 3].map((bins) =>
    ops.bilinear(block(adaptivePool(trunk, bins), weight, 3, 1), size, true, false),
  );
  const halves = tf.avgPool(trunk, 2, 2, "valid");
  const joined = tf.concat([trunk, ...pyramid, ops.bilinear(halves, size, true, false)], 3);
  const main = pointwise(block(joined, weight, 8), weight, 3);
  const beside = pointwise(block(trunk, weight, 4), weight, 3);
  return ops.bilinear(tf.add(main, tf.mul(beside, 0.4)), spatial(x), true, false);
};

/** Atrous pyramid, image pooling, decoder (Chen et al. 2018, arXiv 1802.02611). */
export const deeplab: Segmenter = (x, weight, ops) => {
  const low = block(x, weight, 6, 3, 2);
  const deep = block(low, weight, 8, 3, 2);
  const separable = (y: T4, to: number, rate: number): T4 => {
    const filter = weight([3, 3, y.shape[3], 1]) as T4;
    const spread =
      rate === 1 ? tf.depthwiseConv2d(y, filter, 1, "same") : ops.dilatedDepthwise(y, filter, rate);
    return block(spread, weight, to, 1);
  };
  const pooled = ops.bilinear(
    pointwise(tf.mean(deep, [1, 2], true) as T4, weight, 4),
    spatial(deep),
    false,
    false,
  );
  const rates = [2, 3].map((rate) => separable(deep, 4, rate));
  const full = tf.relu(ops.dilated(deep, weight([3, 3, 8, 4]) as T4, 2));
  const pyramid = block(
    tf.concat([block(deep, weight, 4, 1), ...rates, full, pooled], 3),
    weight,
    6,
    1,
  );
  const up = ops.bilinear(pyramid, spatial(low), false, true);
  const decoded = separable(tf.concat([up, block(low, weight, 3, 1)], 3), 6, 1);
  return ops.bilinear(pointwise(decoded, weight, 3), spatial(x), false, true);
};

function layerNorm(x: tf.Tensor, weight: Weight): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  const scaled = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-6)));
  const width = x.shape.at(-1)!;
  return tf.add(tf.mul(scaled, weight([width])), weight([width]));
}

/** GELU by the error function, and its approximation by the hyperbolic tangent (arXiv 1606.08415). */
const gelu = (x: tf.Tensor): tf.Tensor =>
  tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1));
const geluTanh = (x: tf.Tensor): tf.Tensor => {
  const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
};

const dense = (x: tf.Tensor, weight: Weight, to: number): tf.Tensor =>
  tf.add(tf.matMul(x, weight([x.shape.at(-1)!, to])), weight([to]));

/** Attention of all pixels to the pixels of a map made smaller by a strided convolution. */
function reducedAttention(x: tf.Tensor, [h, w]: Size, weight: Weight, ratio: number): tf.Tensor {
  const [n, , width] = x.shape as [number, number, number];
  const heads = 2;
  const split = (t: tf.Tensor): tf.Tensor =>
    tf.transpose(tf.reshape(t, [n, -1, heads, width / heads]), [0, 2, 1, 3]);
  const map = tf.reshape(x, [n, h, w, width]) as T4;
  const reduced = tf.conv2d(map, weight([ratio, ratio, width, width]) as T4, ratio, "valid");
  const few = layerNorm(tf.reshape(reduced, [n, -1, width]), weight);
  const [q, k, v] = [dense(x, weight, width), dense(few, weight, width), dense(few, weight, width)];
  const scores = tf.div(tf.matMul(split(q), split(k), false, true), Math.sqrt(width / heads));
  const seen = tf.transpose(tf.matMul(tf.softmax(scores), split(v)), [0, 2, 1, 3]);
  return dense(tf.reshape(seen, [n, -1, width]), weight, width);
}

/** Overlapping patches, reduced attention, Mix-FFN, all-MLP head (Xie et al. 2021, arXiv 2105.15203). */
export const segformer: Segmenter = (x, weight, ops) => {
  const stage = (input: T4, width: number, size: number, stride: number, act: typeof gelu): T4 => {
    const pad = Math.floor(size / 2);
    const patches = tf.conv2d(
      input,
      weight([size, size, input.shape[3], width]) as T4,
      stride,
      pad,
    );
    const [n, h, w] = patches.shape;
    let tokens = layerNorm(tf.reshape(patches, [n, h * w, width]), weight);
    const attended = reducedAttention(layerNorm(tokens, weight), [h, w], weight, 2);
    tokens = tf.add(tokens, attended);
    const wide = tf.reshape(dense(layerNorm(tokens, weight), weight, width * 2), [n, h, w, -1]);
    const filter = weight([3, 3, width * 2, 1]) as T4;
    const mixed = act(tf.depthwiseConv2d(wide as T4, filter, 1, "same"));
    tokens = tf.add(tokens, dense(tf.reshape(mixed, [n, h * w, -1]), weight, width));
    return tf.reshape(layerNorm(tokens, weight), [n, h, w, width]) as T4;
  };
  const first = stage(x, 4, 7, 4, gelu);
  const second = stage(first, 8, 3, 2, geluTanh);
  const maps = [first, second].map((map) =>
    ops.bilinear(pointwise(map, weight, 6), spatial(first), false, true),
  );
  const logits = pointwise(block(tf.concat(maps, 3), weight, 6, 1), weight, 3);
  return ops.nearest(logits, spatial(x));
};

/** A residual block with Mish, a pixel shuffle and self-attention: what the U-Net has of its own. */
export const unet: Segmenter = (x, weight, _ops) => {
  const stem = block(x, weight, 8, 3, 2, (y) => tf.mul(y, tf.tanh(tf.softplus(y))));
  const deep = tf.relu(tf.add(block(stem, weight, 8), stem)) as T4;
  const [n, h, w] = deep.shape;
  const rows = (to: number) => tf.reshape(pointwise(deep, weight, to), [n, h * w, to]);
  const attention = tf.softmax(tf.matMul(rows(2), rows(2), false, true));
  const seen = tf.add(deep, tf.reshape(tf.matMul(attention, rows(8)), deep.shape)) as T4;
  const up = tf.depthToSpace(pointwise(seen, weight, 24), 2);
  const padded = tf.mirrorPad(
    up,
    [
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 0],
    ],
    "symmetric",
  ) as T4;
  const blurred = tf.avgPool(padded, 2, 1, "valid");
  const sized = tf.slice(blurred, 0, [n, x.shape[1], x.shape[2], -1]) as T4;
  return pointwise(tf.concat([sized, x], 3), weight, 3);
};

/** Draws weights in the order in which the network asks, as variables that stay for the next pass. */
export function weights(): { weight: Weight; all: tf.Variable[]; again(): void } {
  const all: tf.Variable[] = [];
  let at = 0;
  return {
    all,
    again: () => {
      at = 0;
    },
    weight: (shape) => {
      const known = all[at++];
      if (known) return known;
      const fan = shape.slice(0, -1).reduce((a, b) => a * b, 1);
      const variable = tf.keep(
        tf.variable(numbers(shape, all.length + 1, shape.length > 1 ? Math.sqrt(3 / fan) : 1)),
      ) as tf.Variable;
      all.push(variable);
      return variable;
    },
  };
}
