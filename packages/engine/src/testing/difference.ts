import * as tf from "@tensorflow/tfjs-core";
import { expectClose } from "./compare.ts";

/**
 * Checks gradients of sum(f(inputs) * weights) against central differences along random directions:
 * the slope along a direction is the gradient's product with it. In float32 the difference of two
 * sums of a few hundred terms holds about three digits.
 */
export function expectGradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
  tolerance = 5e-3,
): void {
  tf.tidy(() => {
    const output = f(...inputs);
    const weights = tf.randomNormal(output.shape, 0, 1, "float32", 7);
    const loss = (...xs: tf.Tensor[]): tf.Scalar => tf.sum(tf.mul(f(...xs), weights));
    const gradients = tf.grads(loss as never)(inputs) as tf.Tensor[];
    for (const [i, x] of inputs.entries())
      for (const seed of [1, 2]) {
        const direction = tf.randomNormal(x.shape, 0, 1, "float32", seed);
        const step = 1e-2;
        const at = (sign: number): number => {
          const moved = inputs.map((input, j) =>
            j === i ? tf.add(input, tf.mul(direction, sign * step)) : input,
          );
          return loss(...moved).dataSync()[0]!;
        };
        const slope = (at(1) - at(-1)) / (2 * step);
        expectClose([tf.sum(tf.mul(gradients[i]!, direction)).dataSync()[0]!], [slope], tolerance);
      }
  });
}
