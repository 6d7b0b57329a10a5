import { backend_util } from "@tensorflow/tfjs-core";
import { align } from "../graph/broadcast.ts";
import type { Builder } from "../graph/builder.ts";
import type { GraphType, Node } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { type Kernel, native } from "./kernel.ts";

const broadcast = (a: Node, b: Node): number[] =>
  backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);

const float = (inputs: readonly Node[]): boolean => inputs.every((n) => n.dtype === "float32");
const numeric = (inputs: readonly Node[]): boolean => inputs.every((n) => n.dtype !== "bool");
const logical = (inputs: readonly Node[]): boolean => inputs.every((n) => n.dtype === "bool");

type Accepts = (inputs: readonly Node[]) => boolean;
type Emit = (b: Builder, x: string, dtype: GraphType) => string;
type Emit2 = (b: Builder, x: string, y: string) => string;

function unary(name: string, emit: Emit, accepts: Accepts = float, result?: GraphType): Kernel {
  return native<object>({
    name,
    args: ["x"],
    accepts,
    infer: ([x]) => ({ shape: x!.shape, dtype: result ?? x!.dtype }),
    lower: (b, [x]) => ({ ...x!, name: emit(b, x!.name, x!.dtype), dtype: result ?? x!.dtype }),
  });
}

function binary(name: string, emit: Emit2, accepts: Accepts = numeric, result?: GraphType): Kernel {
  return native<object>({
    name,
    args: ["a", "b"],
    accepts: (inputs) => accepts(inputs) && inputs[0]!.dtype === inputs[1]!.dtype,
    infer: ([x, y]) => ({ shape: broadcast(x!, y!), dtype: result ?? x!.dtype }),
    lower: (b, inputs, { shape }) => {
      const { names, result: make } = align(b, inputs, shape);
      return make(emit(b, names[0]!, names[1]!), result ?? inputs[0]!.dtype);
    },
  });
}

const op =
  (name: string): Emit =>
  (b, x) =>
    b.op(name, [x]);
const op2 =
  (name: string): Emit2 =>
  (b, x, y) =>
    b.op(name, [x, y]);
const compare = (name: string, onnx: string, accepts: Accepts = numeric): Kernel =>
  binary(name, op2(onnx), accepts, "bool");

/** Functions of one number that ONNX has under the same name. */
const SAME = [
  "Acos",
  "Acosh",
  "Asin",
  "Asinh",
  "Atan",
  "Atanh",
  "Ceil",
  "Cos",
  "Cosh",
  "Elu",
  "Erf",
  "Exp",
  "Floor",
  "Log",
  "Reciprocal",
  "Relu",
  "Round",
  "Selu",
  "Sigmoid",
  "Sin",
  "Sinh",
  "Sqrt",
  "Tan",
  "Tanh",
];

const unaries: Kernel[] = [
  ...SAME.map((name) => unary(name, op(name))),
  unary("Abs", op("Abs"), numeric),
  unary("Neg", op("Neg"), numeric),
  unary("Sign", op("Sign"), numeric),
  unary("Square", (b, x) => b.op("Mul", [x, x]), numeric),
  unary("Rsqrt", (b, x) => b.op("Reciprocal", [b.op("Sqrt", [x])])),
  unary("Relu6", (b, x) => b.op("Clip", [x, b.number(0), b.number(6)])),
  // exp(x) - 1 = tanh(x / 2) (exp(x) + 1) keeps its digits around zero.
  unary("Expm1", (b, x) => {
    const half = b.op("Tanh", [b.op("Mul", [x, b.number(0.5)])]);
    return b.op("Mul", [half, b.op("Add", [b.op("Exp", [x]), b.number(1)])]);
  }),
  // log(1 + x) loses digits around zero: there x - x^2 / 2 + x^3 / 3.
  unary("Log1p", (b, x) => {
    const near = b.op("Less", [b.op("Abs", [x]), b.number(1e-3)]);
    const inner = b.op("Sub", [b.number(0.5), b.op("Mul", [x, b.number(1 / 3)])]);
    const series = b.op("Mul", [x, b.op("Sub", [b.number(1), b.op("Mul", [x, inner])])]);
    return b.op("Where", [near, series, b.op("Log", [b.op("Add", [x, b.number(1)])])]);
  }),
  // ONNX Runtime's own Softplus is many times slower than this.
  unary("Softplus", (b, x) => {
    const exp = b.op("Exp", [b.op("Neg", [b.op("Abs", [x])])]);
    return b.op("Add", [b.op("Relu", [x]), b.op("Log", [b.op("Add", [exp, b.number(1)])])]);
  }),
  unary("IsNan", op("IsNaN"), float, "bool"),
  unary("IsInf", op("IsInf"), float, "bool"),
  unary(
    "IsFinite",
    (b, x) => b.op("Not", [b.op("Or", [b.op("IsNaN", [x]), b.op("IsInf", [x])])]),
    float,
    "bool",
  ),
  unary("LogicalNot", op("Not"), logical),
];

const binaries: Kernel[] = [
  binary("Add", op2("Add")),
  binary("Sub", op2("Sub")),
  binary("Multiply", op2("Mul")),
  binary("Maximum", op2("Max")),
  binary("Minimum", op2("Min")),
  binary("RealDiv", op2("Div"), float),
  binary("Pow", op2("Pow"), float),
  // Whole numbers go to the cpu kernel: a division by zero would end the process.
  binary(
    "FloorDiv",
    (b, x, y) => b.op("Cast", [b.op("Floor", [b.op("Div", [x, y])])], { to: 6 }),
    float,
    "int32",
  ),
  // The sign of the result is that of the divisor.
  binary(
    "Mod",
    (b, x, y) => {
      const rest = b.op("Mod", [x, y], { fmod: 1 });
      const negative = (v: string): string => b.op("Less", [v, b.number(0)]);
      const moved = b.op("Mod", [b.op("Add", [rest, y]), y], { fmod: 1 });
      return b.op("Where", [b.op("Xor", [negative(x), negative(y)]), moved, rest]);
    },
    float,
  ),
  binary("SquaredDifference", (b, x, y) => {
    const difference = b.op("Sub", [x, y]);
    return b.op("Mul", [difference, difference]);
  }),
  compare("Equal", "Equal", () => true),
  binary(
    "NotEqual",
    (b, x, y) => b.op("Not", [b.op("Equal", [x, y])]),
    () => true,
    "bool",
  ),
  compare("Greater", "Greater"),
  compare("GreaterEqual", "GreaterOrEqual"),
  compare("Less", "Less"),
  compare("LessEqual", "LessOrEqual"),
  compare("LogicalAnd", "And", logical),
  compare("LogicalOr", "Or", logical),
  compare("LogicalXor", "Xor", logical),
];

/** `map` over operands that broadcast, for kernels with attributes or other argument names. */
function mapped<A>(
  name: string,
  args: readonly string[],
  emit: (b: Builder, names: string[], attrs: A) => string,
): Kernel {
  return native<A>({
    name,
    args,
    accepts: float,
    infer: (inputs) => ({
      shape: inputs.length === 1 ? inputs[0]!.shape : broadcast(inputs[0]!, inputs[1]!),
      dtype: "float32",
    }),
    lower: (b, inputs, { shape, attrs }) => {
      const { names, result } = align(b, inputs, shape);
      return result(emit(b, names, attrs), "float32");
    },
  });
}

const others: Kernel[] = [
  mapped<{ alpha: number }>("LeakyRelu", ["x"], (b, [x], { alpha }) =>
    b.op("LeakyRelu", [x!], { alpha: { float: alpha } }),
  ),
  mapped<{ clipValueMin: number; clipValueMax: number }>("ClipByValue", ["x"], (b, [x], attrs) =>
    b.op("Clip", [x!, b.number(attrs.clipValueMin), b.number(attrs.clipValueMax)]),
  ),
  mapped<{ alpha?: number }>("Step", ["x"], (b, [x], { alpha = 0 }) => {
    // min(1, max(0, 3e38 x)): a third of the time of comparing and casting, and 1 from 4e-39 on.
    if (alpha === 0 && !b.portable)
      return b.op("HardSigmoid", [x!], { alpha: { float: 3e38 }, beta: { float: 0 } });
    const positive = b.op("Greater", [x!, b.number(0)]);
    if (alpha === 0) return b.op("Cast", [positive], { to: 1 });
    return b.op("Where", [positive, b.number(1), b.number(alpha)]);
  }),
  mapped("Prelu", ["x", "alpha"], (b, [x, alpha]) => {
    const below = b.op("Min", [x!, b.number(0)]);
    return b.op("Add", [b.op("Relu", [x!]), b.op("Mul", [below, alpha!])]);
  }),
  // y + 1 where y = exp(x) - 1 is negative, and 1 elsewhere.
  mapped("EluGrad", ["dy", "y"], (b, [dy, y]) => {
    const slope = b.op("Min", [b.op("Add", [y!, b.number(1)]), b.number(1)]);
    return b.op("Mul", [dy!, slope]);
  }),
  native<object>({
    name: "AddN",
    args: "list",
    accepts: numeric,
    infer: ([x]) => x!,
    lower: (b, inputs, { shape, dtype }) => {
      const { names, result } = align(b, inputs, shape);
      return result(
        names.reduce((sum, name) => b.op("Add", [sum, name])),
        dtype as GraphType,
      );
    },
  }),
  native<object>({
    name: "Select",
    args: ["condition", "t", "e"],
    infer: ([, t]) => t!,
    lower: select,
  }),
];

/** A condition of rank 1 chooses whole rows. */
function select(b: Builder, [condition, t, e]: Value[], { shape }: Node): Value {
  const rows = condition!.shape.length === 1 && shape.length > 1;
  const chosen = rows
    ? b.reshape(condition!, [shape[0]!, ...shape.slice(1).map(() => 1)])
    : condition!;
  // ONNX Runtime's Where does not take booleans.
  const type = t!.dtype === "bool" ? "int32" : t!.dtype;
  const { names, result } = align(
    b,
    [b.cast(chosen, "bool"), b.cast(t!, type), b.cast(e!, type)],
    shape,
  );
  return b.cast(result(b.op("Where", names), type), t!.dtype);
}

export const elementwise: Kernel[] = [...unaries, ...binaries, ...others];
