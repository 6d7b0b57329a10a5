import { util } from "@tensorflow/tfjs-core";
import type { Builder } from "../graph/builder.ts";
import { permute, type Shape } from "../graph/layout.ts";
import type { GraphType, Node, NodeType } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { composite, type Kernel, native } from "./kernel.ts";
import { full } from "./shape.ts";

interface ReduceAttrs {
  axis?: number | number[] | null;
  /** What Max calls its axes. */
  reductionIndices?: number | number[] | null;
  keepDims?: boolean;
}

const axesOf = (shape: Shape, { axis, reductionIndices }: ReduceAttrs): number[] =>
  util.parseAxisParam((axis ?? reductionIndices) as number[], [...shape]);

function reducedShape(shape: Shape, axes: readonly number[], keepDims = false): number[] {
  const kept = shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  return keepDims ? kept : kept.filter((_, axis) => !axes.includes(axis));
}

/** ONNX reduction over logical axes, each kept with length one; the axes must be stored in full. */
export function reduce(b: Builder, op: string, v: Value, axes: readonly number[]): Value {
  const shape = v.shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const dims = v.dims.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const at = v.perm.flatMap((axis, i) => (axes.includes(axis) ? [i] : []));
  const asInput = op === "ReduceSum" || b.opset >= 18;
  const name = asInput
    ? b.op(op, [v.name, b.ints(at)], { keepdims: 1 })
    : b.op(op, [v.name], { axes: at, keepdims: 1 });
  return { name, dtype: v.dtype, shape, dims, perm: v.perm, physical: permute(dims, v.perm) };
}

type Repeat = "times" | "same";

/**
 * Reduces `v`; what a broadcast axis would contribute is known beforehand: a sum grows by its
 * length, a mean or a maximum stays.
 */
function reduceValue(
  b: Builder,
  op: string,
  v: Value,
  axes: readonly number[],
  repeat: Repeat,
): Value {
  const stored = axes.filter((axis) => v.dims[axis] !== 1);
  const repeats = axes
    .filter((axis) => v.dims[axis] === 1)
    .reduce((product, axis) => product * v.shape[axis]!, 1);
  const shape = v.shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const partial = stored.length > 0 ? reduce(b, op, v, stored) : v;
  const out = { ...partial, shape };
  if (repeat === "same" || repeats === 1) return out;
  return { ...out, name: b.op("Mul", [out.name, b.number(repeats, v.dtype)]) };
}

function reduction(
  name: string,
  onnx: string,
  repeat: Repeat | "expand",
  compute: GraphType | null,
  result: (x: Node) => NodeType,
): Kernel {
  return native<ReduceAttrs>({
    name,
    args: ["x"],
    infer: ([x], attrs) => ({
      shape: reducedShape(x!.shape, axesOf(x!.shape, attrs), attrs.keepDims),
      dtype: result(x!),
    }),
    lower: (b, [x], { shape, dtype, attrs }) => {
      const axes = axesOf(x!.shape, attrs);
      const v = b.cast(x!, compute ?? (x!.dtype === "bool" ? "int32" : x!.dtype));
      const out =
        repeat === "expand"
          ? reduceValue(b, onnx, full(b, v, axes), axes, "same")
          : reduceValue(b, onnx, v, axes, repeat);
      return b.reshape(b.cast(out, dtype as GraphType), shape);
    },
  });
}

const sameType = (x: Node): NodeType => (x.dtype === "bool" ? "int32" : x.dtype);

function argument(name: string, onnx: string): Kernel {
  return native<{ axis: number }>({
    name,
    args: ["x"],
    infer: ([x], { axis }) => ({
      shape: reducedShape(x!.shape, axesOf(x!.shape, { axis })),
      dtype: "int32",
    }),
    accepts: ([x]) => x!.dtype !== "bool" && x!.shape.length > 0,
    lower: (b, [x], { shape, attrs: { axis } }) => {
      const at = axesOf(x!.shape, { axis })[0]!;
      const v = full(b, x!, [at]);
      const index = b.op(onnx, [v.name], { axis: v.perm.indexOf(at), keepdims: 1 });
      const dims = v.dims.map((n, i) => (i === at ? 1 : n));
      const kept = v.shape.map((n, i) => (i === at ? 1 : n));
      const out: Value = {
        name: b.op("Cast", [index], { to: 6 }),
        dtype: "int32",
        shape: kept,
        dims,
        perm: v.perm,
        physical: permute(dims, v.perm),
      };
      return b.reshape(out, shape);
    },
  });
}

/** log(sum(exp(x))) is composed in tfjs-core; only the fused forms are kernels. */
const norm = composite<object>({
  name: "LogSoftmax",
  args: ["logits"],
  run: (record, [x]) => {
    const axis = x!.shape.length - 1;
    const shifted = record("Sub", [
      x!,
      record("Max", [x!], { reductionIndices: axis, keepDims: true }),
    ]);
    const sum = record("Sum", [record("Exp", [shifted])], { axis, keepDims: true });
    return record("Sub", [shifted, record("Log", [sum])]);
  },
});

interface CumulativeAttrs {
  axis: number;
  exclusive: boolean;
  reverse: boolean;
}

const cumsum = native<CumulativeAttrs>({
  name: "Cumsum",
  args: ["x"],
  accepts: ([x]) => x!.dtype !== "bool" && x!.shape.length > 0,
  infer: ([x]) => x!,
  lower: (b, [x], { attrs: { axis, exclusive, reverse } }) => {
    const at = axesOf(x!.shape, { axis })[0]!;
    const v = full(b, x!, [at]);
    const axisName = b.constant(Int32Array.of(v.perm.indexOf(at)), []);
    const attributes = { exclusive: Number(exclusive), reverse: Number(reverse) };
    return { ...v, name: b.op("CumSum", [v.name, axisName], attributes) };
  },
});

export const reductions: Kernel[] = [
  reduction("Sum", "ReduceSum", "times", null, sameType),
  reduction("Mean", "ReduceMean", "same", "float32", () => "float32"),
  reduction("Max", "ReduceMax", "same", null, (x) => x.dtype),
  reduction("Min", "ReduceMin", "same", null, (x) => x.dtype),
  reduction("Prod", "ReduceProd", "expand", null, sameType),
  reduction("All", "ReduceMin", "same", "int32", () => "bool"),
  reduction("Any", "ReduceMax", "same", "int32", () => "bool"),
  argument("ArgMax", "ArgMax"),
  argument("ArgMin", "ArgMin"),
  norm,
  cumsum,
];
