import * as tf from "@tensorflow/tfjs-core";
import { describe, test } from "vitest";
import { expectSame, numbers } from "../testing/compare.ts";

type Unary = (x: tf.Tensor) => tf.Tensor;

const anywhere: Record<string, Unary> = {
  abs: tf.abs,
  asinh: tf.asinh,
  atan: tf.atan,
  ceil: tf.ceil,
  cos: tf.cos,
  cosh: tf.cosh,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  floor: tf.floor,
  neg: tf.neg,
  reciprocal: tf.reciprocal,
  relu: tf.relu,
  relu6: tf.relu6,
  round: tf.round,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  sin: tf.sin,
  sinh: tf.sinh,
  softplus: tf.softplus,
  square: tf.square,
  tan: tf.tan,
  tanh: tf.tanh,
  step: (x) => tf.step(x, 0.25),
  step0: (x) => tf.step(x),
  leaky: (x) => tf.leakyRelu(x, 0.1),
  clip: (x) => tf.clipByValue(x, -0.5, 0.7),
  prelu: (x) => tf.prelu(x, tf.tensor1d([0.2, 0.3, 0.1, 0.4])),
  isNaN: tf.isNaN,
  isInf: tf.isInf,
  isFinite: tf.isFinite,
};
const positive: Record<string, Unary> = {
  log: tf.log,
  log1p: tf.log1p,
  sqrt: tf.sqrt,
  rsqrt: tf.rsqrt,
  acosh: (x) => tf.acosh(tf.add(x, 1)),
};
const inUnit: Record<string, Unary> = { acos: tf.acos, asin: tf.asin, atanh: tf.atanh };
const noGradient = new Set(["isNaN", "isInf", "isFinite"]);

const grid: [string, Unary, (shape: number[]) => tf.Tensor][] = [
  ...Object.entries(anywhere).map(([n, f]) => [n, f, (s: number[]) => numbers(s, 3, 3)] as never),
  ...Object.entries(positive).map(
    ([n, f]) => [n, f, (s: number[]) => tf.add(tf.abs(numbers(s, 5, 4)), 0.05)] as never,
  ),
  ...Object.entries(inUnit).map(([n, f]) => [n, f, (s: number[]) => numbers(s, 7, 0.9)] as never),
];

describe.each(grid)("%s", (name, f, input) => {
  test.each([[[3, 4]], [[]], [[2, 3, 1, 4]], [[0, 4]]])("shape %j", async (shape) => {
    if (name === "prelu" && shape.length === 0) return;
    await expectSame(() => f(input(shape)));
  });
  test.skipIf(noGradient.has(name))("gradient", () =>
    expectSame(() => tf.grad(f)(input([3, 4]), numbers([3, 4], 11))),
  );
});

test("around zero and far away", () =>
  expectSame(() => {
    const x = tf.tensor1d([1e-6, -1e-6, 3e-4, 40, -40, 85, -85]);
    return [tf.expm1(x), tf.log1p(tf.abs(x)), tf.softplus(x), tf.sigmoid(x), tf.tanh(x)];
  }, 1e-6));

test("not a number and infinity", () =>
  expectSame(() => {
    const x = tf.tensor1d([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1]);
    return [
      tf.isNaN(x),
      tf.isInf(x),
      tf.isFinite(x),
      tf.abs(x),
      tf.relu(x),
      tf.add(x, 1),
      tf.exp(x),
    ];
  }));

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
const smooth: Record<string, Binary> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
  pow: (a, b) => tf.pow(tf.add(tf.abs(a), 0.1), b),
  atan2: tf.atan2,
  mod: tf.mod,
};
const steps: Record<string, Binary> = {
  floorDiv: tf.floorDiv,
  equal: tf.equal,
  notEqual: tf.notEqual,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
};
const pairs = [
  [
    [3, 4],
    [3, 4],
  ],
  [[2, 3, 4], [4]],
  [
    [3, 1],
    [1, 4],
  ],
  [[], [2, 3]],
  [
    [2, 1, 1, 3],
    [5, 4, 1],
  ],
  [[1], [1, 1]],
];

describe.each([...Object.entries(smooth), ...Object.entries(steps)])("%s", (name, f) => {
  test.each(pairs)("%j with %j", async (a, b) => {
    await expectSame(() => f(numbers(a!, 1, 2), numbers(b!, 2, 2)));
    // The cpu backend's own gradients of these do not fit operands that broadcast.
    const refused =
      ["maximum", "minimum", "squaredDifference"].includes(name) && String(a) !== String(b);
    if (name in smooth && name !== "mod" && !refused)
      await expectSame(() => tf.grads(f)([numbers(a!, 1, 2), numbers(b!, 2, 2)]));
  });
  test("whole numbers", () =>
    expectSame(() => f(tf.tensor1d([7, -7, 3, 0], "int32"), tf.tensor1d([2, 2, -3, 5], "int32"))));
});

test("logic", () =>
  expectSame(() => {
    const a = tf.tensor2d([[1, 0, 1, 0]], [1, 4], "bool");
    const b = tf.tensor2d([[1, 1, 0, 0]], [1, 4], "bool");
    return [
      tf.logicalAnd(a, b),
      tf.logicalOr(a, b),
      tf.logicalNot(a),
      tf.logicalXor(a, b),
      tf.equal(a, b),
    ];
  }));

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

test("addN, fill, zeros, ones, cast", () =>
  expectSame(() => {
    const x = numbers([2, 3], 4, 3);
    return [
      tf.addN([x, x, tf.ones([2, 3])] as tf.Tensor[]),
      tf.fill([2, 2], 0.5),
      tf.fill([3], 7, "int32"),
      tf.zerosLike(x),
      tf.onesLike(x),
      tf.cast(x, "int32"),
      tf.cast(x, "bool"),
      tf.cast(tf.greater(x, 0), "float32"),
      tf.cast(tf.tensor1d([1, 0], "bool"), "int32"),
      tf.ones([0, 3]),
    ];
  }));
