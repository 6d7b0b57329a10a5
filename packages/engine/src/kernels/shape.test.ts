import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { reshapeLayout, unpermute } from "../graph/layout.ts";
import { expectSame, numbers } from "../testing/compare.ts";

test("stacks, splits and broadcasts in a row, with gradients", () =>
  expectSame(() => {
    const x = numbers([2, 3, 4, 5]);
    const index = tf.tensor1d([1, 1, 0, 3], "int32");
    return [
      tf.tile(tf.sum(x, 1, true), [1, 3, 1, 1]),
      tf.reverse(tf.tile(tf.sum(x, 1, true), [1, 3, 1, 1]), 1),
      tf.squeeze(tf.expandDims(x, 0)),
      tf.broadcastTo(numbers([3, 1, 1]), [2, 3, 4, 5]),
      tf.add(tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [10, 12]), 1),
      tf.grad((v) => tf.square(tf.stack(tf.unstack(v, 1), 3)))(x),
      tf.grad((v) => tf.square(tf.gather(v, index, 2)))(x),
      tf.oneHot(tf.cast(tf.argMax(x, 3), "int32"), 5, 1, 0, "float32" as "int32"),
    ];
  }));

test("strings, complex numbers and empty tensors stay on the host", () =>
  expectSame(() => {
    const z = tf.complex(numbers([3]), numbers([3], 2));
    return [
      tf.real(z),
      tf.imag(z),
      tf.abs(z),
      tf.mul(z, z),
      tf.fft(z),
      tf.zeros([0, 3]),
      tf.concat([tf.zeros([0, 3]), tf.ones([2, 3])]),
    ].map((t) => (t.dtype === "complex64" ? tf.real(t) : t));
  }));

test("reshapeLayout keeps channels where they are", () => {
  const nchwLayout = [0, 3, 1, 2];
  expect(reshapeLayout([2, 3, 4, 5], nchwLayout, [2, 12, 5])).toEqual({
    before: nchwLayout,
    after: [0, 2, 1],
  });
  const shuffled = reshapeLayout(
    [1, 2, 3, 2, 2, 5].map((n) => n + 1),
    [0, 5, 3, 4, 1, 2],
    [2, 3, 4, 3, 3, 6],
  );
  expect(shuffled.before).toEqual([0, 5, 3, 4, 1, 2]);
});

test("unpermute is the inverse of a layout", () => {
  const out = unpermute(Float32Array.of(0, 3, 1, 4, 2, 5), [2, 3], [1, 0]);
  expect([...out]).toEqual([0, 1, 2, 3, 4, 5]);
});

// Large enough to be woven from parts; what is read is in the program's order of axes.
test.each([
  [
    [2, 16, 24, 3, 2, 2],
    [0, 1, 4, 2, 5, 3],
  ],
  [
    [2, 8, 2, 24, 2, 12],
    [0, 1, 3, 5, 2, 4],
  ],
  [
    [40, 3, 30, 10],
    [2, 0, 3, 1],
  ],
  [
    [40, 30, 10, 4],
    [3, 1, 0, 2],
  ],
  [
    [3, 90, 80],
    [2, 1, 0],
  ],
] as [number[], number[]][])("a thin axis of %j goes to its place in %j", (shape, perm) =>
  expectSame(() =>
    tf.mul(
      tf.transpose(tf.add(numbers(shape), 1), perm),
      numbers(
        perm.map((i) => shape[i]!),
        2,
      ),
    ),
  ),
);
