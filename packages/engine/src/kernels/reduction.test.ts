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

describe.each(Object.entries(reductions))("%s", (_, f) => {
  test("of what only repeats itself, with gradient", () =>
    expectSame(() => {
      const x = numbers([2, 3, 4, 5]);
      const axes = [undefined, [1, 2], [0, 3], -1];
      const views = (v: tf.Tensor): tf.Tensor[] => [
        tf.tile(tf.sum(v, 2, true), [1, 1, 4, 1]),
        tf.fill([2, 3, 4, 5], 0.9),
      ];
      return [
        ...views(x).flatMap((view) => axes.map((axis) => f(view, axis))),
        tf.grad((v) => tf.square(f(views(v)[0]!, [1, 2])))(x),
      ];
    }));
});

test("what is made of reductions", () =>
  expectSame(() => {
    const x = numbers([3, 4, 5]);
    const filter = numbers([1, 1, 5, 6], 3) as tf.Tensor4D;
    const held = (v: tf.Tensor) => tf.softmax(tf.conv2d(v as tf.Tensor4D, filter, 1, "same"));
    const image = numbers([2, 3, 4, 5]);
    return [
      tf.sum(tf.greater(x, 0.2), 0),
      tf.cumprod(x, 1),
      tf.logSumExp(x, 1),
      tf.norm(x, 2, 1),
      tf.softmax(x),
      tf.logSoftmax(x),
      tf.grad((v) => tf.square(tf.softmax(v)))(x),
      tf.grad((v) => tf.square(tf.logSoftmax(v)))(x),
      held(image),
      tf.grad((v) => tf.square(held(v)))(image),
    ];
  }));

test("a product of held operands", () =>
  expectSame(() => {
    const [p, q] = [numbers([2, 4, 3], 1), numbers([2, 4, 5], 2)];
    const turn = [0, 2, 1];
    const held = tf.transpose(tf.add(tf.transpose(p, turn), 0), turn);
    const product = tf.matMul(held, q, true, false);
    return [product, tf.transpose(product, turn)];
  }));
