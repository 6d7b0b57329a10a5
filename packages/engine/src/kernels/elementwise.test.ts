import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { expectSame, numbers } from "../testing/compare.ts";

test("where broadcasts, of every type, with gradients", async () => {
  const condition = () => tf.greater(numbers([3, 4], 9), 0);
  await expectSame(() => tf.where(condition(), numbers([3, 4], 1), tf.zeros([3, 4])));
  await expectSame(() =>
    tf.where(
      tf.tensor2d([[1], [0], [1]], [3, 1], "bool"),
      tf.ones([3, 2], "int32"),
      tf.zeros([3, 2], "int32"),
    ),
  );
  await expectSame(() => tf.where(condition(), tf.ones([3, 4], "bool"), tf.zeros([3, 4], "bool")));
  await expectSame(() => {
    const c = condition();
    return tf.grads((a, b) => tf.where(c, a, b))([numbers([3, 4], 1), numbers([3, 4], 2)]);
  });
});

test("comparisons and logic on the way have no slope instead of no gradient", async () => {
  await tf.setBackend("onnx");
  tf.tidy(() => {
    const x = tf.tensor1d([-3, -0.5, 0, 0.5, 2]);
    const cases: ((x: tf.Tensor) => tf.Tensor)[] = [
      (v) => tf.greater(v, 0),
      (v) => tf.less(v, 0),
      (v) => tf.lessEqual(v, 0),
      (v) => tf.greaterEqual(v, 0),
      (v) => tf.notEqual(v, 0),
      (v) => tf.logicalNot(tf.equal(v, 0)),
      (v) => tf.logicalAnd(tf.greater(v, -1), tf.less(v, 1)),
      (v) => tf.logicalOr(tf.greater(v, 1), tf.less(v, -1)),
      (v) => tf.any(tf.greater(v, 0)),
      (v) => tf.all(tf.greater(v, 0)),
    ];
    for (const condition of cases) {
      const chosen = tf.cast(condition(x), "float32");
      const gradient = tf.grad((v) => tf.where(condition(v), tf.mul(v, 3), tf.zerosLike(v)))(x);
      expect([...gradient.dataSync()]).toEqual([
        ...tf.mul(tf.mul(tf.onesLike(x), chosen), 3).dataSync(),
      ]);
    }
  });
});

test("scalars beside tensors, chains of them", () =>
  expectSame(() => {
    const x = numbers([2, 3, 4, 5], 4, 3);
    const images = tf.conv2d(x as tf.Tensor4D, numbers([1, 1, 5, 4], 2) as tf.Tensor4D, 1, "same");
    // A position for each pixel of each image: an operand of lower rank beside one held as NCHW.
    const positions = numbers([3, 4, 4], 6);
    return [
      tf.add(images, positions),
      tf.mul(positions, images),
      tf.add(tf.mul(tf.sub(1, x), 2), tf.div(3, tf.add(tf.square(x), 1))),
      ...tf.grads((a, b) => tf.square(tf.add(a, b)))([images, positions]),
    ];
  }));
