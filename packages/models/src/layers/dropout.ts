import * as tf from "@tensorflow/tfjs-core";
import { seeded } from "../random.ts";
import type { Mode } from "./norm.ts";

/**
 * What is dropped together: single `values`, whole `channels` of an image (`torch.nn.Dropout2d`) or
 * the whole of an `image`'s branch (stochastic depth, Huang et al. 2016, arXiv 1603.09382).
 */
export type Dropped = "values" | "channels" | "image";

/**
 * Sets a share `rate` of a tensor [n, ..., c] to zero and divides the rest by 1 - rate, in training
 * and where the pass has a seed (see `Mode`). `name` gives each layer numbers of its own.
 */
export function dropout(
  name: string,
  rate: number,
  dropped: Dropped,
): <T extends tf.Tensor>(x: T, mode: Mode) => T {
  return (x, { training, dropout: seed }) => {
    if (!training || seed === undefined || rate === 0) return x;
    const shape = x.shape.map((size, axis) => {
      const kept = dropped === "values" || axis === 0;
      return kept || (dropped === "channels" && axis === x.rank - 1) ? size : 1;
    });
    const random = seeded(mix(name, seed));
    const factors = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () =>
      random() < rate ? 0 : 1 / (1 - rate),
    );
    return tf.mul(x, tf.tensor(factors, shape));
  };
}

/** FNV-1a of a name, begun with a seed. */
function mix(name: string, seed: number): number {
  let state = 2166136261 ^ seed;
  for (const char of name) state = Math.imul(state ^ char.charCodeAt(0), 16777619);
  return state;
}
