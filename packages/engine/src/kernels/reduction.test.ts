import * as tf from "@tensorflow/tfjs-core";
import { describe, test } from "vitest";
import { expectSame, numbers } from "../testing/compare.ts";

type Reduce = (x: tf.Tensor, axis?: number | number[], keep?: boolean) => tf.Tensor;
const reductions: Record<string, Reduce> = {
  sum: tf.sum,
  mean: tf.mean,
  max: tf.max,
  min: tf.min,
  prod: tf.prod,
};

describe.each(Object.entries(reductions))("%s", (name, f) => {
  test.each([[undefined], [0], [[1, 2]], [[0, 3]], [-1], [[0, 1, 2]]])("axis %j", (axis) =>
    expectSame(() => {
      const x = numbers([2, 3, 4, 5]);
      const held = tf.conv2d(x as tf.Tensor4D, numbers([1, 1, 5, 6], 3) as tf.Tensor4D, 1, "same");
      const repeated = tf.tile(tf.sum(x, 2, true), [1, 1, 4, 1]);
      // Of a product tfjs-core's gradient needs chained operators, which are another package's.
      const gradient = name === "prod" ? x : tf.grad((v) => tf.square(f(v, axis)))(x);
      return [
        f(x, axis),
        f(x, axis, true),
        f(held, axis),
        f(repeated, axis),
        f(tf.fill([2, 3, 4, 5], 0.9), axis),
        gradient,
      ];
    }),
  );
  test("scalars and whole numbers", () =>
    expectSame(() => [
      f(numbers([])),
      ...(name === "mean" ? [] : [f(tf.tensor1d([3, 4, 2], "int32"))]),
    ]));
});

test("arguments, booleans, cumulative sums", () =>
  expectSame(() => {
    const x = numbers([3, 4, 5]);
    const flags = tf.greater(x, 0.2);
    return [
      tf.argMax(x, 1),
      tf.argMin(x, -1),
      tf.argMax(x, 0),
      tf.all(flags, 1),
      tf.any(flags, [0, 2]),
      tf.any(flags),
      tf.sum(flags, 0),
      tf.cumsum(x, 1),
      tf.cumsum(x, 2, true, true),
      tf.cumsum(x, 0, false, true),
      tf.cumprod(x, 1),
      tf.grad((v) => tf.mul(tf.cumsum(v, 2, true), x))(x),
      tf.logSumExp(x, 1),
      tf.norm(x, 2, 1),
      tf.softmax(x),
      tf.logSoftmax(x),
      tf.grad((v) => tf.square(tf.softmax(v)))(x),
      tf.grad((v) => tf.square(tf.logSoftmax(v)))(x),
    ];
  }));

test("softmax over channels that are held as NCHW", () =>
  expectSame(() => {
    const filter = numbers([1, 1, 5, 6], 3) as tf.Tensor4D;
    const f = (v: tf.Tensor) => tf.softmax(tf.conv2d(v as tf.Tensor4D, filter, 1, "same"));
    return [f(numbers([2, 3, 4, 5])), tf.grad((v) => tf.square(f(v)))(numbers([2, 3, 4, 5]))];
  }));

const products: [number[], number[], boolean, boolean][] = [
  [[3, 4], [4, 5], false, false],
  [[4, 3], [4, 5], true, false],
  [[3, 4], [5, 4], false, true],
  [[4, 3], [5, 4], true, true],
  [[2, 3, 4], [2, 4, 5], false, false],
  [[2, 4, 3], [2, 5, 4], true, true],
  [[2, 4, 3], [2, 4, 5], true, false],
  [[2, 3, 4], [2, 5, 4], false, true],
  [[1, 3, 4], [6, 4, 5], false, false],
  [[2, 5, 3, 4], [2, 5, 4, 2], false, false],
  [[1, 3, 4], [1, 5, 4], false, true],
  [[1, 1], [1, 1], false, false],
];

test.each(products)("matMul of %j and %j, turned %j %j", (a, b, ta, tb) =>
  expectSame(() => {
    const f = (p: tf.Tensor, q: tf.Tensor) => tf.matMul(p, q, ta, tb);
    const [p, q] = [numbers(a, 1), numbers(b, 2)];
    const turn =
      a.length > 2 ? [...a.slice(0, -2).map((_, i) => i), a.length - 1, a.length - 2] : [1, 0];
    const held = tf.transpose(tf.add(tf.transpose(p, turn), 0), turn);
    const forward = [
      f(p, q),
      f(held, q),
      tf.transpose(f(p, q), f(p, q).rank === turn.length ? turn : undefined),
    ];
    // tfjs-core has no gradient for batches that broadcast.
    if (a.length > 2 && String(a.slice(0, -2)) !== String(b.slice(0, -2))) return forward;
    return [...forward, ...tf.grads((x, y) => tf.square(f(x, y)))([p, q])];
  }),
);

test("fused product with bias and activation", () =>
  expectSame(() =>
    (["linear", "relu", "sigmoid", "elu", "relu6", "leakyrelu", "prelu"] as const).map(
      (activation) =>
        tf.fused.matMul({
          a: numbers([3, 4], 1, 3) as tf.Tensor2D,
          b: numbers([4, 5], 2) as tf.Tensor2D,
          transposeA: false,
          transposeB: false,
          bias: numbers([5], 3),
          activation,
          ...(activation === "prelu" && { preluActivationWeights: numbers([5], 4) }),
        }),
    ),
  ));
