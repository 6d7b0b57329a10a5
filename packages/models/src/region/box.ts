import * as tf from "@tensorflow/tfjs-core";

/** Where something begins and ends along one side of each image, in 0..1: two tensors [n]. */
export interface Span {
  readonly from: tf.Tensor1D;
  readonly to: tf.Tensor1D;
}

export interface Box {
  readonly rows: Span;
  readonly columns: Span;
}

/**
 * The region of interest of feature maps [n, h, w, c] (Guan et al. 2018, arXiv 1801.09927, sections
 * 3.2 and 3.3): the heat of a pixel is its largest channel; pixels whose heat, scaled to 0..1 in
 * their image, reaches the threshold are in; the box is the smallest around all of them. Never empty.
 */
export function hottest(map: tf.Tensor4D, threshold: number): Box {
  const heat = tf.max(map, 3);
  const low = tf.min(heat, [1, 2], true);
  const range = tf.sub(tf.max(heat, [1, 2], true), low);
  const hot = tf.cast(tf.greaterEqual(tf.sub(heat, low), tf.mul(range, threshold)), "float32");
  return { rows: span(tf.max(hot, 2)), columns: span(tf.max(hot, 1)) };
}

/** First and last one of rows [n, size] of zeros and ones. */
function span(flags: tf.Tensor): Span {
  const size = flags.shape[1]!;
  const index = ramp(size);
  const first = tf.min(tf.add(index, tf.mul(tf.sub(1, flags), size)), 1);
  const last = tf.max(tf.mul(tf.add(index, 1), flags), 1);
  return { from: tf.div(first, size), to: tf.div(last, size) };
}

/** 0, 1, ... size - 1. */
export const ramp = (size: number): tf.Tensor1D =>
  tf.tensor1d(Float32Array.from({ length: size }, (_, i) => i));
