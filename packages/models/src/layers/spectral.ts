import * as tf from "@tensorflow/tfjs-core";
import { direction, kaimingNormal } from "../parameters/init.ts";
import type { Scope } from "../parameters/store.ts";
import type { Mode } from "./norm.ts";

/** x / max(|x|, 1e-12), as `torch.nn.functional.normalize`. */
const unit = (x: tf.Tensor): tf.Tensor => tf.div(x, tf.maximum(tf.norm(x), 1e-12));

/**
 * Product of rows [n, m, from] with a matrix that is divided by its largest singular value (Miyato
 * et al. 2018, arXiv 1802.05957), as `torch.nn.utils.spectral_norm`: `weight_u` and `weight_v` hold
 * the singular vectors, each training pass moves them by one power iteration, and no gradient flows
 * through the iteration itself.
 */
export function spectralLinear(
  { parameters, prefix }: Scope,
  from: number,
  to: number,
): (rows: tf.Tensor3D, mode: Mode) => tf.Tensor3D {
  const add = parameters.add.bind(parameters);
  const weight = add(`${prefix}weight_orig`, [from, to], kaimingNormal(), { layout: "conv1d" });
  const left = add(`${prefix}weight_u`, [to], direction, { kind: "buffer" });
  const right = add(`${prefix}weight_v`, [from], direction, { kind: "buffer" });
  return (rows, { training }) => {
    const matrix = weight.variable as tf.Tensor as tf.Tensor2D;
    const [u, v] = [left.variable, right.variable];
    if (training)
      tf.tidy(() => {
        v.assign(unit(product(matrix, u, false)));
        u.assign(unit(product(matrix, v, true)));
      });
    // Read as variables, u and v are constants to the gradient.
    const sigma = tf.sum(tf.mul(u, product(matrix, v, true)));
    const [n, m] = rows.shape;
    const flat = tf.matMul(tf.reshape(rows, [n * m, from]), tf.div(matrix, sigma));
    return tf.reshape(flat, [n, m, to]);
  };
}

/** matrix [from, to] times a vector, or its transpose times a vector. */
function product(matrix: tf.Tensor2D, vector: tf.Tensor, transposed: boolean): tf.Tensor {
  return tf.reshape(tf.matMul(matrix, tf.reshape(vector, [-1, 1]), transposed), [-1]);
}
