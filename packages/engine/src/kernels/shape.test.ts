import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { reshapeLayout, unpermute } from "../graph/layout.ts";
import { expectSame, numbers } from "../testing/compare.ts";

/** A tensor that is held as NCHW although its axes say NHWC. */
const nchw = (shape: number[], seed = 1): tf.Tensor =>
  tf.conv2d(
    numbers([...shape.slice(0, 3), 2], seed) as tf.Tensor4D,
    numbers([1, 1, 2, shape[3]!], 4) as tf.Tensor4D,
    1,
    "same",
  );

describe.each([
  ["row-major", numbers],
  ["held as NCHW", nchw],
])("%s", (_, make) => {
  const x = () => make([2, 3, 4, 5]);
  test.each([
    [[2, 12, 5]],
    [[24, 5]],
    [[2, 3, 20]],
    [[120]],
    [[2, 3, 2, 2, 5]],
    [[6, 4, 5, 1]],
    [[1, 2, 3, 1, 4, 5]],
    [[5, 4, 3, 2]],
    [[2, 3, 4, -1]],
  ])("reshape to %j", (shape) =>
    expectSame(() => [tf.reshape(x(), shape), tf.add(tf.reshape(x(), shape), 1)]),
  );
  test.each([[[0, 3, 1, 2]], [[3, 2, 1, 0]], [[0, 1, 3, 2]], [[1, 0, 2, 3]]])(
    "transpose %j",
    (perm) =>
      expectSame(() => {
        const t = tf.transpose(x(), perm);
        return [
          t,
          tf.reshape(t, [-1]),
          tf.add(t, t),
          tf.grad((v) => tf.mul(tf.transpose(v, perm), t))(x()),
        ];
      }),
  );
  test("slice, strided slice, reverse", () =>
    expectSame(() => [
      tf.slice(x(), [0, 1, 1, 2], [2, 2, -1, 3]),
      tf.slice(x(), 1),
      tf.stridedSlice(x(), [0, 2, 0, 0], [2, 0, 4, 5], [1, -1, 2, 3]),
      tf.stridedSlice(x(), [1, 0, 0, 0], [2, 3, 4, 5], [1, 2, 1, 1]),
      tf.reverse(x(), [1, 3]),
      tf.reverse(x()),
      tf.grad((v) => tf.square(tf.slice(v, [0, 1], [1, 2])))(x()),
      tf.grad((v) => tf.square(tf.reverse(v, 2)))(x()),
    ]));
  test.each([0, 1, 2, 3, -1])("concat along %d with gradient", (axis) =>
    expectSame(() => [
      tf.concat([x(), numbers([2, 3, 4, 5], 9)], axis),
      ...tf.grads((a, b) => tf.square(tf.concat([a, b], axis)))([x(), make([2, 3, 4, 5], 3)]),
    ]),
  );
  test("pad in three modes, with gradient", () =>
    expectSame(() => [
      tf.pad(
        x(),
        [
          [0, 0],
          [1, 2],
          [0, 3],
          [1, 0],
        ],
        0.5,
      ),
      tf.mirrorPad(
        x(),
        [
          [0, 0],
          [1, 2],
          [2, 1],
          [0, 0],
        ],
        "reflect",
      ),
      tf.mirrorPad(
        x(),
        [
          [0, 1],
          [1, 2],
          [2, 1],
          [0, 0],
        ],
        "symmetric",
      ),
      tf.mirrorPad(
        x(),
        [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ],
        "reflect",
      ),
      tf.grad((v) =>
        tf.square(
          tf.pad(v, [
            [0, 0],
            [1, 2],
            [0, 3],
            [1, 0],
          ]),
        ),
      )(x()),
    ]));
  test("stack, unstack, split, tile, expand, squeeze, with gradients", () =>
    expectSame(() => [
      tf.stack([x(), x()], 1),
      ...tf.unstack(x(), 3),
      ...tf.split(x(), 2, 2),
      ...tf.split(x(), [1, 4], 3),
      tf.tile(x(), [1, 2, 1, 3]),
      tf.tile(tf.sum(x(), 1, true), [1, 3, 1, 1]),
      tf.expandDims(x(), 2),
      tf.squeeze(tf.expandDims(x(), 0)),
      tf.grad((v) => tf.square(tf.tile(v, [1, 2, 1, 1])))(x()),
      tf.grad((v) => tf.square(tf.stack(tf.unstack(v, 1), 3)))(x()),
      tf.broadcastTo(numbers([3, 1, 1]), [2, 3, 4, 5]),
      tf.reverse(tf.tile(tf.sum(x(), 1, true), [1, 3, 1, 1]), 1),
    ]));
  test("depth to space, space to batch and back", () =>
    expectSame(() => {
      const d = make([2, 4, 6, 8]) as tf.Tensor4D;
      const batches = tf.spaceToBatchND(
        d,
        [2, 3],
        [
          [0, 0],
          [0, 0],
        ],
      );
      return [
        tf.depthToSpace(d, 2),
        batches,
        tf.batchToSpaceND(
          batches,
          [2, 3],
          [
            [0, 1],
            [1, 0],
          ],
        ),
      ];
    }));
  test("gather and one-hot", () =>
    expectSame(() => {
      const index = tf.tensor2d(
        [
          [1, 0],
          [2, 1],
        ],
        [2, 2],
        "int32",
      );
      return [
        tf.gather(x(), index, 1),
        tf.gather(x(), tf.tensor1d([1, 1, 0], "int32")),
        tf.oneHot(index, 4),
        tf.oneHot(index, 3, 0.5, -1, "float32" as "int32"),
        tf.oneHot(tf.cast(tf.argMax(x(), 3), "int32"), 5, 1, 0, "float32" as "int32"),
        tf.grad((v) => tf.square(tf.gather(v, tf.tensor1d([1, 1, 0, 3], "int32"), 2)))(x()),
      ];
    }));
});

test("the gradient of depth to space goes back", async () => {
  const { default: assert } = await import("node:assert");
  for (const backend of ["cpu", "onnx"]) {
    await tf.setBackend(backend);
    tf.tidy(() => {
      const x = numbers([1, 2, 3, 8]) as tf.Tensor4D;
      const weights = numbers([1, 4, 6, 2], 5);
      const gradient = tf.grad((v) =>
        tf.sum(tf.mul(tf.depthToSpace(v as tf.Tensor4D, 2), weights)),
      )(x);
      const back = tf.depthToSpace(gradient as tf.Tensor4D, 2);
      assert.deepEqual([...back.dataSync()], [...weights.dataSync()]);
    });
  }
});

test("types other than float", () =>
  expectSame(() => {
    const whole = tf.reshape(tf.range(0, 12, 1, "int32"), [3, 4]);
    const flags = tf.greater(whole, 5);
    return [
      tf.transpose(whole),
      tf.slice(whole, [1, 1], [2, 2]),
      tf.concat([whole, whole], 1),
      tf.pad(whole, [
        [1, 0],
        [0, 1],
      ]),
      tf.transpose(flags),
      tf.concat([flags, flags], 0),
      tf.pad(
        flags,
        [
          [1, 0],
          [0, 0],
        ],
        1,
      ),
      tf.tile(flags, [2, 1]),
      tf.reverse(flags, 0),
      tf.gather(whole, tf.tensor1d([2, 0], "int32")),
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
