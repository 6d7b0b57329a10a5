import { align } from "../graph/broadcast.ts";
import type { Builder } from "../graph/builder.ts";
import { identity, NCHW, type Perm } from "../graph/layout.ts";
import type { Node } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { type Kernel, native } from "./kernel.ts";
import { reduce } from "./reduction.ts";
import { full } from "./shape.ts";

const float = (inputs: readonly Node[]): boolean => inputs.every((n) => n.dtype === "float32");

function lowerSoftmax(b: Builder, x: Value): Value {
  const axis = x.shape.length - 1;
  const v = full(b, x, [axis]);
  const at = v.perm.indexOf(axis);
  if (at === v.shape.length - 1) return { ...v, name: b.op("Softmax", [v.name], { axis: at }) };
  // ONNX Runtime would transpose there and back for an axis that is not the last.
  const shifted = b.op("Sub", [v.name, reduce(b, "ReduceMax", v, [axis]).name]);
  const exp = { ...v, name: b.op("Exp", [shifted]) };
  return { ...v, name: b.op("Div", [exp.name, reduce(b, "ReduceSum", exp, [axis]).name]) };
}

const softmax = native<object>({
  name: "Softmax",
  args: ["logits"],
  accepts: (inputs) => float(inputs) && inputs[0]!.shape.length > 0,
  infer: ([x]) => x!,
  lower: (b, [x]) => lowerSoftmax(b, x!),
});

interface BatchNormAttrs {
  varianceEpsilon: number;
}

/** The layout in which the last logical axis is the second. */
const channelsSecond = (rank: number): Perm =>
  rank === 4
    ? NCHW
    : rank < 3
      ? identity(rank)
      : [0, rank - 1, ...identity(rank - 2).map((i) => i + 1)];

/**
 * y = (x - mean) / sqrt(variance + epsilon) * scale + offset. Inputs: x, mean, variance, scale,
 * offset, each vector of the channels' length or anything that broadcasts.
 */
function lowerBatchNorm(
  b: Builder,
  inputs: Value[],
  { shape, attrs }: Node & { attrs: BatchNormAttrs },
): Value {
  const [x, mean, variance, scale, offset] = inputs as [Value, Value, Value, Value, Value];
  const channels = shape.at(-1)!;
  const vectors = [mean, variance, scale, offset].every(
    (v) => v.shape.length === 1 && v.shape[0] === channels,
  );
  const { varianceEpsilon } = attrs;
  if (vectors && shape.length > 1) {
    const perm = channelsSecond(shape.length);
    const names = [b.whole(x, perm), ...[scale, offset, mean, variance].map((v) => b.whole(v))];
    const name = b.op("BatchNormalization", names, { epsilon: { float: varianceEpsilon } });
    return b.value(name, shape, "float32", perm);
  }
  const { names, result } = align(b, inputs, shape);
  const [xs, ms, vs, ss, os] = names as [string, string, string, string, string];
  const deviation = b.op("Sqrt", [b.op("Add", [vs, b.number(varianceEpsilon)])]);
  const normalized = b.op("Div", [b.op("Sub", [xs, ms]), deviation]);
  return result(b.op("Add", [b.op("Mul", [normalized, ss]), os]), "float32");
}

/** All five inputs; the public kernel, whose last two are optional, fills them in. */
const batchNorm = native<BatchNormAttrs>({
  name: "FusedBatchNorm",
  args: ["x", "mean", "variance", "scale", "offset"],
  accepts: float,
  infer: ([x]) => x!,
  lower: lowerBatchNorm,
});

export const normalizations: Kernel[] = [softmax, batchNorm];
