import * as tf from "@tensorflow/tfjs-core";
import { type Box, ramp, type Span } from "./box.ts";

/**
 * Linear interpolation as matrices [n, size, size] from pixels to pixels along one side. `position`
 * [n, size] tells between which source pixels a pixel lies; beyond the edges it takes the edge's.
 */
function weights(position: tf.Tensor, size: number): tf.Tensor3D {
  const inside = tf.clipByValue(position, 0, size - 1);
  const distance = tf.abs(tf.sub(tf.expandDims(inside, 2), ramp(size)));
  return tf.relu(tf.sub(1, distance)) as tf.Tensor3D;
}

/** Centres of `size` pixels in 0..1. */
const centres = (size: number): tf.Tensor1D => tf.div(tf.add(ramp(size), 0.5), size);

const column = (x: tf.Tensor1D): tf.Tensor => tf.expandDims(x, 1);

/** Stretches the span to the whole side. */
function cropWeights({ from, to }: Span, size: number): tf.Tensor3D {
  const length = column(tf.sub(to, from));
  const at = tf.add(column(from), tf.mul(centres(size), length));
  return weights(tf.sub(tf.mul(at, size), 0.5), size);
}

/** Shrinks the whole side into the span, with zeros outside of it. */
function pasteWeights({ from, to }: Span, size: number): tf.Tensor3D {
  const at = centres(size);
  const within = tf.div(tf.sub(at, column(from)), column(tf.sub(to, from)));
  const inside = tf.logicalAnd(tf.greaterEqual(within, 0), tf.less(within, 1));
  const matrix = weights(tf.sub(tf.mul(within, size), 0.5), size);
  return tf.mul(matrix, tf.expandDims(tf.cast(inside, "float32"), 2));
}

/** rows [n, h, h] times x [n, h, w, c] times columns [n, w, w]; `transposed` turns both around. */
function apply(
  x: tf.Tensor4D,
  rows: tf.Tensor3D,
  columns: tf.Tensor3D,
  transposed = false,
): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  const tall: tf.Tensor3D = tf.reshape(x, [n, h, w * c]);
  const down: tf.Tensor4D = tf.reshape(tf.matMul(rows, tall, transposed), [n, h, w, c]);
  const turned = tf.transpose(down, [0, 2, 1, 3]);
  const wide: tf.Tensor3D = tf.reshape(turned, [n, w, h * c]);
  const across: tf.Tensor4D = tf.reshape(tf.matMul(columns, wide, transposed), [n, w, h, c]);
  return tf.transpose(across, [0, 2, 1, 3]);
}

type Weigh = (span: Span, size: number) => tf.Tensor3D;
type Save = (tensors: tf.Tensor[]) => void;

/**
 * Resamples `x` [n, h, w, c] by the box that `find` draws from `map`. The box is a choice and has no
 * slope: gradients reach `x` alone, by the same matrices turned around.
 */
function resample(x: tf.Tensor4D, map: tf.Tensor4D, find: (m: tf.Tensor4D) => Box, by: Weigh) {
  const op = tf.customGrad((...args: (tf.Tensor | Save)[]) => {
    const [input, source, save] = args as [tf.Tensor4D, tf.Tensor4D, Save];
    const box = find(source);
    const rows = by(box.rows, input.shape[1]);
    const columns = by(box.columns, input.shape[2]);
    save([rows, columns, source]);
    return {
      value: apply(input, rows, columns) as tf.Tensor,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [r, c, m] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor];
        return [apply(dy as tf.Tensor4D, r, c, true), tf.zerosLike(m)];
      },
    };
  });
  return op(x, map) as tf.Tensor4D;
}

type Find = (map: tf.Tensor4D) => Box;

/** The box of each image stretched to the image's own size, bilinear. Shape stays. */
export const cropTo = (x: tf.Tensor4D, map: tf.Tensor4D, find: Find): tf.Tensor4D =>
  resample(x, map, find, cropWeights);

/** Each image shrunk into its box, zeros around it: back from `cropTo`. Shape stays. */
export const pasteInto = (x: tf.Tensor4D, map: tf.Tensor4D, find: Find): tf.Tensor4D =>
  resample(x, map, find, pasteWeights);
