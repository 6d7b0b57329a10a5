import type { GradConfig, Tensor } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import { revised } from "./config.ts";
import { sumTo } from "./normalization.ts";

interface MatMulAttrs {
  transposeA: boolean;
  transposeB: boolean;
}

/**
 * Slopes of products whose batches broadcast, as those of tokens [n, l, c] with a layer's weights
 * [c, d]; tfjs-core forgets to sum over the batches. Such weights see all batches as rows of one.
 */
export const matMul = (): GradConfig =>
  revised<MatMulAttrs>("BatchMatMul", (dy, saved, { transposeA, transposeB }) => {
    const [a, b] = saved as [Tensor, Tensor];
    const batch = (t: Tensor): string => t.shape.slice(0, -2).join();
    if (batch(a) === batch(b)) return null;
    const shared = !transposeA && tf.util.sizeFromShape(b.shape.slice(0, -2)) === 1;
    const product = (x: Tensor, y: Tensor, tx: boolean, ty: boolean): Tensor =>
      tf.matMul(x, y, tx, ty);
    const [p, slope] = shared ? [rows(a), rows(dy)] : [a, dy];
    const ofB = (): Tensor =>
      transposeB ? product(slope, p, true, transposeA) : product(p, slope, !transposeA, false);
    return {
      a: () =>
        sumTo(
          transposeA ? product(b, dy, transposeB, true) : product(dy, b, false, !transposeB),
          a.shape,
        ),
      b: () => (shared ? tf.reshape(ofB(), b.shape) : sumTo(ofB(), b.shape)),
    };
  });

/** All batches below one another. */
const rows = (x: Tensor): Tensor => tf.reshape(x, [-1, x.shape.at(-1)!]);
