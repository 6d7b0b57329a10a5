import * as tf from "@tensorflow/tfjs-core";

/**
 * Nearest-neighbour resize of [n, h, w, c] to the height and width of `like`: pixel i takes
 * floor(i h / h'), as `torch.nn.functional.interpolate(mode="nearest")`. The tensor itself where
 * nothing changes.
 */
export function resizeLike(x: tf.Tensor4D, like: tf.Tensor4D): tf.Tensor4D {
  const [, h, w] = like.shape;
  if (x.shape[1] === h && x.shape[2] === w) return x;
  return tf.image.resizeNearestNeighbor(x, [h, w]);
}
