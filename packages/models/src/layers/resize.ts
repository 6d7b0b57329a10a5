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

/**
 * Bilinear resize of [n, h, w, c] to a height and width, as `torch.nn.functional.interpolate(mode=
 * "bilinear")`: by the pixels' centres, or with `corners` so that the corners' centres stay where
 * they are (align_corners=True). The tensor itself where nothing changes.
 */
export function stretch(
  x: tf.Tensor4D,
  [h, w]: readonly [number, number],
  corners = false,
): tf.Tensor4D {
  if (x.shape[1] === h && x.shape[2] === w) return x;
  return tf.image.resizeBilinear(x, [h, w], corners, !corners);
}

/** Height and width. */
export const sizeOf = (x: tf.Tensor4D): [number, number] => [x.shape[1], x.shape[2]];
