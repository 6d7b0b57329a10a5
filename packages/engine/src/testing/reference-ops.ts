import * as tf from "@tensorflow/tfjs-core";

type T4 = tf.Tensor4D;
type Size = [number, number];

/** What the small networks are made of beside plain TensorFlow.js. */
export interface Ops {
  dilated(x: T4, filter: T4, rate: number): T4;
  dilatedDepthwise(x: T4, filter: T4, rate: number): T4;
  bilinear(x: T4, size: Size, align: boolean, half: boolean): T4;
  nearest(x: T4, size: Size): T4;
}

/** The ops as a program calls them. */
export const OPS: Ops = {
  dilated: (x, filter, rate) => tf.conv2d(x, filter, 1, "same", "NHWC", rate),
  dilatedDepthwise: (x, filter, rate) =>
    tf.depthwiseConv2d(x, filter, 1, "same", "NHWC", [rate, rate]),
  bilinear: (x, size, align, half) => tf.image.resizeBilinear(x, size, align, half),
  nearest: (x, size) => tf.image.resizeNearestNeighbor(x, size),
};

/** Zeros between the taps: a dilated filter as a plain one. */
function stuffed(filter: T4, rate: number): T4 {
  const [h, w, from, to] = filter.shape;
  const apart = tf.pad(tf.reshape(filter, [h, 1, w, 1, from * to]), [
    [0, 0],
    [0, rate - 1],
    [0, 0],
    [0, rate - 1],
    [0, 0],
  ]);
  const whole = tf.reshape(apart, [h * rate, w * rate, from, to]);
  const size = [(h - 1) * rate + 1, (w - 1) * rate + 1, from, to];
  return tf.slice(whole as T4, [0, 0, 0, 0], size as [number, number, number, number]);
}

/** Mixes rows `low` and `high` of an axis by `share`. */
function mixed(x: tf.Tensor, axis: number, positions: number[]): tf.Tensor {
  const last = x.shape[axis]! - 1;
  const clamp = (i: number): number => Math.min(Math.max(i, 0), last);
  const rows = (round: (n: number) => number): tf.Tensor =>
    tf.gather(x, tf.tensor1d(positions.map(round).map(clamp), "int32"), axis);
  const share = positions.map((at) => clamp(at) - Math.floor(clamp(at)));
  const weight = tf.reshape(
    tf.tensor1d(share),
    x.shape.map((_, i) => (i === axis ? -1 : 1)),
  );
  const [low, high] = [rows((at) => Math.floor(clamp(at))), rows((at) => Math.ceil(clamp(at)))];
  return tf.add(low, tf.mul(tf.sub(high, low), weight));
}

/**
 * The same by other means, for backends that have no gradient of dilated convolutions or a wrong one
 * of resizing: filters with zeros between the taps, gathered rows.
 */
export const REFERENCE: Ops = {
  dilated: (x, filter, rate) => tf.conv2d(x, stuffed(filter, rate), 1, "same"),
  dilatedDepthwise: (x, filter, rate) => tf.depthwiseConv2d(x, stuffed(filter, rate), 1, "same"),
  bilinear: (x, size, align, half) => {
    const along = (axis: 1 | 2): number[] => {
      const [from, to] = [x.shape[axis], size[axis - 1]!];
      const scale = align && to > 1 ? (from - 1) / (to - 1) : from / to;
      return Array.from({ length: to }, (_, i) => (half ? (i + 0.5) * scale - 0.5 : i * scale));
    };
    return mixed(mixed(x, 1, along(1)), 2, along(2)) as T4;
  },
  nearest: (x, size) => {
    const along = (axis: 1 | 2): number[] =>
      Array.from({ length: size[axis - 1]! }, (_, i) =>
        Math.floor((i * x.shape[axis]) / size[axis - 1]!),
      );
    return mixed(mixed(x, 1, along(1)), 2, along(2)) as T4;
  },
};
