import { util } from "@tensorflow/tfjs-core";
import { bestLayout } from "../graph/broadcast.ts";
import type { Builder } from "../graph/builder.ts";
import { identity, type Shape } from "../graph/layout.ts";
import type { GraphType, Node } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { composite, type Kernel, native } from "./kernel.ts";

const concat = native<{ axis: number }>({
  name: "Concat",
  args: "list",
  infer: (inputs, { axis }) => {
    const at = util.parseAxisParam(axis, [...inputs[0]!.shape])[0]!;
    const total = inputs.reduce((sum, { shape }) => sum + shape[at]!, 0);
    return {
      shape: inputs[0]!.shape.map((n, i) => (i === at ? total : n)),
      dtype: inputs[0]!.dtype,
    };
  },
  lower: (b, inputs, { shape, dtype, attrs: { axis } }) => {
    const at = util.parseAxisParam(axis, [...shape])[0]!;
    const stored = inputs.filter((v) => v.physical.length > 0);
    const perm = bestLayout(
      stored.map((v) => ({ dims: v.shape, perm: v.perm })),
      shape.length,
    );
    const names = inputs.map((v) => b.whole(v, perm));
    const name = b.op("Concat", names, { axis: perm.indexOf(at) });
    return b.value(name, shape, dtype as GraphType, perm);
  },
});

const pad = native<{ paddings: [number, number][]; constantValue: number }>({
  name: "PadV2",
  args: ["x"],
  infer: ([x], { paddings }) => ({
    shape: x!.shape.map((n, i) => n + paddings[i]![0] + paddings[i]![1]),
    dtype: x!.dtype,
  }),
  accepts: ([x]) => x!.shape.length > 0,
  lower: (b, [x], { shape, attrs: { paddings, constantValue } }) =>
    padded(b, x!, shape, paddings, "constant", constantValue),
});

/** ONNX Pad along logical axes. */
function padded(
  b: Builder,
  x: Value,
  shape: Shape,
  paddings: readonly [number, number][],
  mode: string,
  constant?: number,
): Value {
  // Booleans are padded as whole numbers: not every provider takes them.
  const v = b.cast(x, x.dtype === "bool" ? "int32" : x.dtype);
  const sides = [0, 1].flatMap((side) => v.perm.map((axis) => paddings[axis]![side]!));
  const inputs = [b.whole(v, v.perm), b.ints(sides)];
  if (constant !== undefined) inputs.push(b.number(constant, v.dtype));
  const name = b.op("Pad", inputs, { mode });
  return b.cast(b.value(name, shape, v.dtype, v.perm), x.dtype);
}

const mirrorPad = composite<{ paddings: [number, number][]; mode: "reflect" | "symmetric" }>({
  name: "MirrorPad",
  args: ["x"],
  // A symmetric border repeats the edge: slices, turned round, beside the tensor.
  run: (record, [x], { paddings, mode }) => {
    const skip = mode === "reflect" ? 1 : 0;
    let node = x!;
    for (const [axis, [before, after]] of paddings.entries()) {
      const n = node.shape[axis]!;
      const side = (begin: number, length: number): Node[] => {
        if (length === 0) return [];
        const from = node.shape.map((_, i) => (i === axis ? begin : 0));
        const size = node.shape.map((m, i) => (i === axis ? length : m));
        return [
          record("Reverse", [record("Slice", [node], { begin: from, size })], { dims: [axis] }),
        ];
      };
      const parts = [...side(skip, before), node, ...side(n - skip - after, after)];
      if (parts.length > 1) node = record("Concat", parts, { axis });
    }
    return node === x ? record("Reshape", [node], { shape: node.shape }) : node;
  },
});

const pack = composite<{ axis: number }>({
  name: "Pack",
  args: "list",
  run: (record, inputs, { axis }) => {
    const rows = inputs.map((node) => record("ExpandDims", [node], { dim: axis }));
    const at = axis < 0 ? axis + inputs[0]!.shape.length + 1 : axis;
    return record("Concat", rows, { axis: at });
  },
});

const unpack = composite<{ axis: number }>({
  name: "Unpack",
  args: ["value"],
  run: (record, [x], { axis }) => {
    const at = axis < 0 ? axis + x!.shape.length : axis;
    const size = x!.shape.map((n, i) => (i === at ? 1 : n));
    const shape = x!.shape.filter((_, i) => i !== at);
    return identity(x!.shape[at]!).map((index) => {
      const begin = size.map((_, i) => (i === at ? index : 0));
      return record("Reshape", [record("Slice", [x!], { begin, size })], { shape });
    });
  },
});

const split = composite<{ numOrSizeSplits: number | number[]; axis: number }>({
  name: "SplitV",
  args: ["x"],
  accepts: ([x], { numOrSizeSplits, axis }) =>
    splits(x!, numOrSizeSplits, axis).every((n) => n > 0),
  run: (record, [x], { numOrSizeSplits, axis }) => {
    const at = util.parseAxisParam(axis, [...x!.shape])[0]!;
    let start = 0;
    return splits(x!, numOrSizeSplits, axis).map((length) => {
      const begin = x!.shape.map((_, i) => (i === at ? start : 0));
      start += length;
      return record("Slice", [x!], {
        begin,
        size: x!.shape.map((n, i) => (i === at ? length : n)),
      });
    });
  },
});

function splits(x: Node, numOrSizes: number | number[], axis: number): number[] {
  const total = x.shape[util.parseAxisParam(axis, [...x.shape])[0]!]!;
  if (typeof numOrSizes === "number") return new Array<number>(numOrSizes).fill(total / numOrSizes);
  const known = numOrSizes.reduce((sum, n) => sum + Math.max(n, 0), 0);
  return numOrSizes.map((n) => (n < 0 ? total - known : n));
}

export const joins: Kernel[] = [concat, pad, mirrorPad, pack, unpack, split];
