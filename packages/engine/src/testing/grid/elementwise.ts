import * as tf from "@tensorflow/tfjs-core";
import {
  bool,
  type Case,
  f,
  type Grid,
  given,
  type Input,
  int,
  isEmpty,
  type Reference,
  within,
} from "./case.ts";

type Make = (shape: readonly number[]) => Input;

const SHAPES = [[3, 5], [], [2, 3, 1, 4], [7], [0, 4]];

const unary = (
  kernels: string,
  input: Make,
  {
    gradient = "cpu",
    attrs = {},
    more = [],
  }: { gradient?: Reference; attrs?: object; more?: Case[] } = {},
): Grid[] =>
  kernels.split(" ").map((kernel) => ({
    kernel,
    gradient,
    cases: [...SHAPES.map((shape) => ({ inputs: { x: input(shape) }, attrs })), ...more],
  }));

const wide: Make = (shape) => f(shape, 3);
const positive: Make = (shape) => within(0.05, 4, shape);
const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1, -2.5];
const special: Case[] = [{ inputs: { x: given(SPECIAL, [6], "float32") }, gradient: null }];
/** Around zero and far away, where formulas lose their digits. */
const extremes: Case[] = [
  {
    inputs: { x: given([1e-6, -1e-6, 3e-4, 40, -40, 85, -85], [7], "float32") },
    gradient: null,
  },
];
const whole: Case[] = [{ inputs: { x: int([3, 5], 6, -6) }, gradient: null }];

const PAIRS: [number[], number[]][] = [
  [
    [3, 5],
    [3, 5],
  ],
  [[2, 3, 4], [4]],
  [
    [3, 1],
    [1, 4],
  ],
  [[], [2, 3]],
  [[], []],
  [
    [2, 1, 1, 3],
    [5, 4, 1],
  ],
  [[1], [1, 1]],
  [[2, 3, 5, 4], [4]],
  [[0, 3], [3]],
];

function binary(
  kernels: string,
  [a, b]: [Make, Make],
  { gradient = "cpu", more = [] }: { gradient?: Reference; more?: Case[] } = {},
): Grid[] {
  return kernels.split(" ").map((kernel) => ({
    kernel,
    gradient,
    cases: [...PAIRS.map(([x, y]) => ({ inputs: { a: a(x), b: b(y) } })), ...more],
  }));
}

const integers = (host?: true): Case[] => [
  {
    inputs: {
      a: given([7, -7, 3, 0, 2], [5], "int32"),
      b: given([2, 2, -3, 5, 2], [5], "int32"),
    },
    gradient: null,
    ...(host && { host }),
  },
];
const flags: Case[] = [{ inputs: { a: bool([3, 4]), b: bool([4]) }, gradient: null }];
/** Multiples of a half and something, so that no two of different shifts are close. */
const steps =
  (shift: number): Make =>
  (shape) => ({ ...f(shape), map: (u) => Math.round(6 * u) / 2 + shift });
const both: [Make, Make] = [wide, wide];

const xor = ({ a, b }: Record<string, tf.Tensor>): tf.Tensor => tf.logicalXor(a!, b!);

const select: Grid = {
  kernel: "Select",
  gradient: "cpu",
  cases: [
    { inputs: { condition: bool([3, 5]), t: f([3, 5]), e: f([3, 5]) } },
    { inputs: { condition: bool([2, 3, 5, 4]), t: f([2, 3, 5, 4]), e: f([2, 3, 5, 4]) } },
    { inputs: { condition: bool([]), t: f([]), e: f([]) } },
    { inputs: { condition: bool([3, 5]), t: int([3, 5]), e: int([3, 5]) }, gradient: null },
    { inputs: { condition: bool([7]), t: bool([7]), e: bool([7]) }, gradient: null },
    { inputs: { condition: bool([0]), t: f([0]), e: f([0]) } },
  ],
};

const addN: Grid = {
  kernel: "AddN",
  gradient: "cpu",
  cases: [
    { inputs: [f([3, 5]), f([3, 5]), f([3, 5])] },
    { inputs: [f([]), f([])] },
    { inputs: [f([2, 3, 1, 4]), f([2, 3, 1, 4])] },
    { inputs: [int([7]), int([7])], gradient: null },
    { inputs: [f([0, 3]), f([0, 3])] },
  ],
};

const prelu: Grid = {
  kernel: "Prelu",
  gradient: "cpu",
  cases: [
    { inputs: { x: wide([3, 5]), alpha: f([5]) } },
    { inputs: { x: wide([2, 3, 5, 4]), alpha: f([3, 5, 4]) } },
    { inputs: { x: wide([]), alpha: f([]) } },
    { inputs: { x: wide([0, 3]), alpha: f([3]) } },
  ],
};

const eluGrad: Grid = {
  kernel: "EluGrad",
  gradient: null,
  cases: SHAPES.map((shape) => ({ inputs: { dy: f(shape), y: within(-0.99, 3, shape) } })),
};

const casts: Grid = {
  kernel: "Cast",
  gradient: "cpu",
  cases: [
    { inputs: { x: wide([3, 5]) }, attrs: { dtype: "float32" } },
    { inputs: { x: wide([3, 5]) }, attrs: { dtype: "int32" } },
    { inputs: { x: wide([]) }, attrs: { dtype: "int32" } },
    { inputs: { x: int([7], 3, -3) }, attrs: { dtype: "bool" } },
    { inputs: { x: int([7]) }, attrs: { dtype: "float32" } },
    { inputs: { x: bool([2, 3, 5, 4]) }, attrs: { dtype: "float32" } },
    { inputs: { x: bool([7]) }, attrs: { dtype: "int32" } },
    { inputs: { x: wide([0, 4]) }, attrs: { dtype: "int32" } },
  ],
};

export const elementwise: Grid[] = [
  ...unary("Asinh Atan Ceil Cos Cosh Elu Erf Floor Round Selu Sin Sinh Tan", wide),
  ...unary("Expm1 Sigmoid Softplus Tanh", wide, { more: extremes }),
  ...unary("Exp Relu", wide, { more: special }),
  ...unary("IsNan IsInf IsFinite", wide, { more: special }),
  ...unary("Abs", wide, { more: [...special, ...whole] }),
  ...unary("Neg Sign Square Identity ZerosLike OnesLike", wide, { more: whole }),
  ...unary("Reciprocal Relu6", wide),
  ...unary("Log Rsqrt Sqrt", positive),
  ...unary("Log1p", positive, {
    more: [{ inputs: { x: given([1e-6, 3e-4, 1e-3, 1e4], [4], "float32") } }],
  }),
  ...unary("Acosh", (shape) => within(1.05, 4, shape)),
  ...unary("Acos Asin Atanh", (shape) => f(shape, 0.9)),
  ...unary("LogicalNot", bool),
  ...unary("Step", wide, {
    attrs: { alpha: 0.25 },
    more: [{ inputs: { x: wide([7]) }, attrs: { alpha: 0 } }],
  }),
  ...unary("LeakyRelu", wide, { attrs: { alpha: 0.1 } }),
  ...unary("ClipByValue", wide, {
    attrs: { clipValueMin: -0.5, clipValueMax: 0.7 },
    more: [
      {
        inputs: { x: wide([7]) },
        attrs: { clipValueMin: Number.NEGATIVE_INFINITY, clipValueMax: 1 },
      },
    ],
  }),
  ...binary("Add Sub Multiply", both, { more: integers() }),
  ...binary("Maximum Minimum", [steps(0), steps(0.25)], { gradient: 1 / 16, more: integers() }),
  ...binary("SquaredDifference", both, { gradient: 1 / 16, more: integers() }),
  ...binary("RealDiv", [wide, positive]),
  ...binary("Pow", [positive, wide]),
  ...binary("Mod FloorDiv", [wide, positive], { more: integers(true) }),
  ...binary("Mod", [wide, (shape) => within(-4, -0.5, shape)]),
  ...binary("Greater GreaterEqual Less LessEqual", both, { more: integers() }),
  ...binary("Equal NotEqual", [(s) => int(s, 2), (s) => int(s, 2)], {
    more: [...flags, ...integers(), { inputs: { a: f([7]), b: f([7]) } }],
  }),
  ...binary("LogicalAnd LogicalOr", [bool, bool]),
  ...binary("LogicalXor", [bool, bool]).map((grid) => ({
    ...grid,
    noEmpty: "tf.logicalXor is made of other kernels",
    cases: grid.cases.filter((one) => !isEmpty(one)).map((one) => ({ ...one, reference: xor })),
  })),
  select,
  addN,
  prelu,
  eluGrad,
  casts,
];
