import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { test } from "vitest";
import { expectSame, numbers } from "./testing/compare.ts";

type T4 = tf.Tensor4D;

/** Steps that keep a tensor of rank 4 and of moderate numbers; `n` chooses among variants. */
const STEPS: ((x: T4, n: number) => tf.Tensor)[] = [
  (x) => tf.relu(x),
  (x) => tf.tanh(x),
  (x) => tf.softplus(x),
  (x, n) => tf.mul(x, numbers([x.shape[3]], n + 1)),
  (x, n) => tf.add(x, numbers([1, x.shape[1], 1, 1], n + 2)),
  (x, n) => tf.sub(tf.scalar(n / 3), x),
  (x) => tf.div(x, tf.add(tf.square(x), 1)),
  (x, n) =>
    tf.transpose(
      x,
      [
        [0, 2, 1, 3],
        [3, 1, 2, 0],
        [0, 3, 1, 2],
        [1, 0, 3, 2],
      ][n % 4],
    ),
  (x, n) =>
    tf.reshape(
      x,
      [
        [x.shape[0], x.shape[2], x.shape[1], x.shape[3]],
        [1, -1, 1, x.shape[3]],
        [x.shape[3], x.shape[0], -1, 1],
        [x.shape[0] * x.shape[1], 1, x.shape[2], x.shape[3]],
      ][n % 4]!,
    ),
  (x, n) => tf.mean(x, n % 4, true),
  (x, n) => tf.sum(x, [n % 2, 2 + (n % 2)], true),
  (x, n) => tf.max(x, n % 4, true),
  (x, n) => tf.add(x, tf.mean(x, [n % 4, (n + 1) % 4], true)),
  (x, n) => tf.concat([x, tf.neg(x)], n % 4),
  (x, n) =>
    tf.tile(
      x,
      [0, 1, 2, 3].map((axis) => (axis === n % 4 ? 2 : 1)),
    ),
  (x, n) =>
    tf.slice(
      x,
      [0, 1, 2, 3].map((axis) => (axis === n % 4 ? Math.floor(x.shape[axis]! / 2) : 0)),
    ),
  (x, n) =>
    tf.pad(x, [0, 1, 2, 3].map((axis) => (axis === n % 4 ? [1, 0] : [0, 0])) as [number, number][]),
  (x, n) => tf.reverse(x, n % 4),
  (x, n) =>
    tf.conv2d(x, numbers([1 + (n % 2) * 2, 1, x.shape[3], 3], n) as T4, 1 + (n % 2), "same"),
  (x, n) => tf.depthwiseConv2d(x, numbers([2, 2, x.shape[3], 1], n) as T4, 1, "same"),
  (x, n) => tf.maxPool(x, 2, 1 + (n % 2), "same"),
  (x) => tf.avgPool(x, [1, 1], 1, "valid"),
  (x) => tf.softmax(x),
  (x) => tf.matMul(x, x, false, true),
  (x, n) => tf.where(tf.greater(numbers(x.shape, n), 0), x, tf.zerosLike(x)),
  (x, n) => tf.gather(x, tf.tensor1d([0, x.shape[n % 4]! - 1], "int32"), n % 4),
  (x, n) => tf.cumsum(x, n % 4),
  (x, n) => tf.unstack(tf.stack([x, tf.relu(x)], n % 4), n % 4)[1]!,
  // The last one only forward: the cpu backend's gradient of it is wrong where sizes differ.
  (x, n) => tf.image.resizeNearestNeighbor(x, [1 + (n % 4), 3]),
];

const MOST = 400;

/** Runs a program; a step that would make the tensor large is left out, as on the other backend. */
function run(x: tf.Tensor, steps: readonly (readonly [number, number])[]): tf.Tensor {
  let value = x;
  for (const [index, variant] of steps) {
    const next = STEPS[index]!(value as T4, variant);
    if (next.size <= MOST && next.rank === 4) value = next;
  }
  return value;
}

const shapes = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 4 })));
const programs = (steps: number) =>
  fc.array(fc.tuple(fc.nat(steps - 1), fc.nat(7)), { minLength: 1, maxLength: 8 });

test("random programs have the values of the cpu backend", { timeout: 90_000 }, () =>
  fc.assert(
    fc.asyncProperty(shapes, programs(STEPS.length), (shape, steps) =>
      // The middle of the program is read too: outputs can be needed in any layout.
      expectSame(() => [run(numbers(shape), steps.slice(0, 3)), run(numbers(shape), steps)], 1e-3),
    ),
    { numRuns: 80, seed: 7 },
  ),
);

test("random programs have the gradients of the cpu backend", { timeout: 90_000 }, () =>
  fc.assert(
    fc.asyncProperty(shapes, programs(STEPS.length - 1), (shape, steps) =>
      expectSame(() => tf.grad((x) => tf.tanh(run(x, steps)))(numbers(shape)), 1e-3),
    ),
    { numRuns: 60, seed: 11, includeErrorInReport: true },
  ),
);
