import * as tf from "@tensorflow/tfjs-core";
import { constant, torchDefault } from "../parameters/init.ts";
import type { Scope } from "../parameters/store.ts";

/**
 * `torch.nn.ConvTranspose2d(from, to, size, stride=2, padding=(size - 2) / 2)` with bias:
 * [n, h, w, from] to [n, 2 h, 2 w, to]. `size` is even.
 */
export function doubling(
  { parameters, prefix }: Scope,
  { from, to, size }: { from: number; to: number; size: number },
): (x: tf.Tensor4D) => tf.Tensor4D {
  const shape = [size, size, to, from];
  const weight = parameters.add(`${prefix}weight`, shape, torchDefault, { layout: "conv" });
  const bias = parameters.add(`${prefix}bias`, [to], constant(0), { kind: "bias" });
  return (x) => {
    const [n, h, w] = x.shape;
    const filter = weight.variable as tf.Tensor as tf.Tensor4D;
    // The same padding for even sizes, and one that TensorFlow.js' graph models know.
    const y = tf.conv2dTranspose(x, filter, [n, h * 2, w * 2, to], 2, "same");
    return tf.add(y, bias.variable);
  };
}
