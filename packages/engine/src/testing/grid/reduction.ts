import * as tf from "@tensorflow/tfjs-core";
import { bool, type Case, f, type Grid, given, int, isEmpty, type Reference } from "./case.ts";

const AXES = [[0, 1, 2, 3], [0], [1, 2], [0, 3], [3], [0, 1, 2]];

/** `name` of the attribute that holds the axes. */
const reduction = (kernel: string, gradient: Reference, more: Case[], name = "axis"): Grid => ({
  kernel,
  gradient,
  cases: [
    ...AXES.flatMap((axes) =>
      [false, true].map((keepDims) => ({
        inputs: { x: f([2, 3, 4, 5]) },
        attrs: { [name]: axes, keepDims },
      })),
    ),
    { inputs: { x: f([7]) }, attrs: { [name]: [0], keepDims: false } },
    { inputs: { x: f([]) }, attrs: { [name]: [], keepDims: false } },
    ...more,
  ],
});

const empty = (name = "axis"): Case => ({
  inputs: { x: f([0, 3]) },
  attrs: { [name]: [1], keepDims: false },
});
const whole = (name = "axis"): Case => ({
  inputs: { x: int([3, 5], 9, -4) },
  attrs: { [name]: [1], keepDims: false },
  gradient: null,
});
const flags: Case = {
  inputs: { x: bool([3, 5]) },
  attrs: { axis: [0], keepDims: false },
  gradient: null,
};

const logical = (kernel: string): Grid => ({
  kernel,
  gradient: null,
  cases: [
    ...AXES.map((axis) => ({
      inputs: { x: bool([2, 3, 4, 5]) },
      attrs: { axis, keepDims: false },
    })),
    { inputs: { x: bool([]) }, attrs: { axis: [], keepDims: false } },
    { inputs: { x: bool([0, 3]) }, attrs: { axis: [1], keepDims: false } },
  ],
});

const argument = (kernel: string): Grid => ({
  kernel,
  gradient: "cpu",
  noScalar: "a scalar has no axis",
  cases: [
    ...[0, 1, 2, 3].map((axis) => ({ inputs: { x: f([2, 3, 4, 5]) }, attrs: { axis } })),
    { inputs: { x: f([7]) }, attrs: { axis: 0 } },
    { inputs: { x: int([3, 5], 3) }, attrs: { axis: 1 }, gradient: null },
    { inputs: { x: f([0, 3]) }, attrs: { axis: 1 } },
  ],
});

const ROWS = [[3, 5], [2, 3, 4, 7], [6], [1, 1], [0, 3]];

const logSoftmax = ({ logits }: Record<string, tf.Tensor>): tf.Tensor => tf.logSoftmax(logits!);

const softmax = (kernel: string, attrs: (rank: number) => object): Grid => ({
  kernel,
  gradient: "cpu",
  noScalar: "a scalar has no axis",
  cases: ROWS.map((shape) => ({ inputs: { logits: f(shape, 4) }, attrs: attrs(shape.length) })),
});

const cumsum: Grid = {
  kernel: "Cumsum",
  gradient: 1,
  noScalar: "a scalar has no axis",
  cases: [
    ...[0, 1, 2].flatMap((axis) =>
      [false, true].flatMap((exclusive) =>
        [false, true].map((reverse) => ({
          inputs: { x: f([3, 4, 5]) },
          attrs: { axis, exclusive, reverse },
        })),
      ),
    ),
    { inputs: { x: f([2, 3, 1, 4]) }, attrs: { axis: 3, exclusive: false, reverse: false } },
    {
      inputs: { x: int([7]) },
      attrs: { axis: 0, exclusive: true, reverse: false },
      gradient: null,
    },
    { inputs: { x: f([0]) }, attrs: { axis: 0, exclusive: false, reverse: false }, gradient: null },
  ],
};

const product = (a: number[], b: number[], transposeA: boolean, transposeB: boolean): Case => ({
  inputs: { a: f(a), b: f(b) },
  attrs: { transposeA, transposeB },
});

const tiled = ({ a, b }: Record<string, tf.Tensor>): tf.Tensor =>
  tf.matMul(
    tf.tile(a!, [1, 5, 1, 1]) as tf.Tensor3D,
    tf.tile(tf.expandDims(b!, 0), [2, 1, 1, 1]) as tf.Tensor3D,
  );

const matMul: Grid = {
  kernel: "BatchMatMul",
  gradient: "cpu",
  noScalar: "a product needs matrices",
  cases: [
    product([3, 4], [4, 5], false, false),
    product([4, 3], [4, 5], true, false),
    product([3, 4], [5, 4], false, true),
    product([4, 3], [5, 4], true, true),
    product([1, 1], [1, 1], false, false),
    product([2, 3, 4], [2, 4, 5], false, false),
    product([2, 4, 3], [2, 5, 4], true, true),
    product([2, 4, 3], [2, 4, 5], true, false),
    product([2, 3, 4], [2, 5, 4], false, true),
    product([2, 5, 3, 4], [2, 5, 4, 2], false, false),
    ...[
      product([1, 3, 4], [6, 4, 5], false, false),
      product([3, 2, 4], [4, 5], false, false),
      product([3, 2, 4], [5, 4], false, true),
      product([3, 4, 2], [4, 5], true, false),
      product([3, 4, 2], [1, 5, 4], true, true),
      // The cpu backend mistakes batches of several axes that broadcast.
      { ...product([2, 1, 3, 4], [5, 4, 2], false, false), reference: tiled },
    ].map((one) => ({ ...one, gradient: 1 as const })),
    product([0, 4], [4, 5], false, false),
  ],
};

const ACTIVATIONS = ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"];

const fusedMatMul: Grid = {
  kernel: "_FusedMatMul",
  gradient: null,
  noScalar: "a product needs matrices",
  cases: [
    ...ACTIVATIONS.map((activation) => ({
      inputs: {
        a: f([3, 4], 3),
        b: f([4, 5]),
        bias: f([5]),
        ...(activation === "prelu" && { preluActivationWeights: f([5]) }),
      },
      attrs: { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0.1 },
    })),
    {
      inputs: { a: f([2, 4, 3]), b: f([2, 5, 4]) },
      attrs: { transposeA: true, transposeB: true, activation: "linear" },
    },
    {
      inputs: { a: f([0, 4]), b: f([4, 5]) },
      attrs: { transposeA: false, transposeB: false, activation: "linear" },
    },
  ],
};

/** tf.logSoftmax is made of other kernels; the kernel is for graph models. */
const composed = (grid: Grid): Grid => ({
  ...grid,
  noEmpty: "no other backend has it to fall back to",
  cases: grid.cases
    .filter((one) => !isEmpty(one))
    .map((one) => ({ ...one, reference: logSoftmax })),
});

export const reductions: Grid[] = [
  reduction("Sum", "cpu", [whole(), flags, empty()]),
  reduction("Mean", "cpu", [{ ...whole() }, empty()]),
  reduction("Prod", 1, [
    {
      inputs: { x: given([0, 2, 3, 0, 5, 0, 1, 2, -3], [3, 3], "float32") },
      attrs: { axis: [1], keepDims: false },
    },
    whole(),
    empty(),
    { inputs: { x: int([3, 5], 2) }, attrs: { axis: [0], keepDims: false }, gradient: null },
  ]),
  reduction(
    "Max",
    "cpu",
    [whole("reductionIndices"), empty("reductionIndices")],
    "reductionIndices",
  ),
  reduction("Min", "cpu", [whole(), empty()]),
  logical("All"),
  logical("Any"),
  argument("ArgMax"),
  argument("ArgMin"),
  softmax("Softmax", (rank) => ({ dim: rank - 1 })),
  composed(softmax("LogSoftmax", (rank) => ({ axis: rank - 1 }))),
  cumsum,
  matMul,
  fusedMatMul,
];
