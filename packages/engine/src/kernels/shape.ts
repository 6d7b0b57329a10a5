import { slice_util, util } from "@tensorflow/tfjs-core";
import type { Builder } from "../graph/builder.ts";
import { identity, type Perm, permute, type Shape } from "../graph/layout.ts";
import type { Node } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { type Kernel, native } from "./kernel.ts";

/** A value with some axes removed (null) or given another length, stored likewise. */
function resized(
  v: Value,
  name: string,
  shape: Shape,
  dims: Shape = shape,
  perm: Perm = v.perm,
): Value {
  return { name, dtype: v.dtype, shape, dims, perm, physical: permute(dims, perm) };
}

/** The value with every axis in `axes` stored in full; `v` itself where that is so. */
export function full(b: Builder, v: Value, axes: readonly number[]): Value {
  if (axes.every((axis) => v.dims[axis] === v.shape[axis]) && v.physical.length === v.shape.length)
    return v;
  const dims = v.dims.map((length, axis) => (axes.includes(axis) ? v.shape[axis]! : length));
  const target = permute(dims, v.perm);
  const name = b.op("Expand", [b.stored(v, v.perm), b.ints(target)]);
  return { ...v, name, dims, physical: target };
}

const reshape = (name: string, shapeOf: (x: Node, attrs: never) => number[]): Kernel =>
  native<object>({
    name,
    args: [name === "ExpandDims" ? "input" : "x"],
    infer: ([x], attrs) => ({ shape: shapeOf(x!, attrs as never), dtype: x!.dtype }),
    lower: (b, [x], { shape }) => b.reshape(x!, shape),
  });

const transpose = native<{ perm: number[] }>({
  name: "Transpose",
  args: ["x"],
  infer: ([x], { perm }) => ({ shape: permute(x!.shape, perm), dtype: x!.dtype }),
  // Nothing moves: the same memory under other names of its axes.
  lower: (_, [x], { shape, attrs: { perm } }) => ({
    ...x!,
    shape,
    dims: permute(x!.dims, perm),
    perm: x!.perm.map((axis) => perm.indexOf(axis)),
  }),
});

const tile = native<{ reps: number[] }>({
  name: "Tile",
  args: ["x"],
  infer: ([x], { reps }) => ({ shape: x!.shape.map((n, i) => n * reps[i]!), dtype: x!.dtype }),
  lower: (b, [x], { shape, attrs: { reps } }) => {
    const repeated = identity(shape.length).filter((axis) => reps[axis]! > 1);
    // An axis of length one repeats itself for free.
    if (repeated.every((axis) => x!.dims[axis] === 1)) return { ...x!, shape };
    const v = full(
      b,
      x!,
      repeated.filter((axis) => x!.shape[axis] !== 1),
    );
    const counts = reps.map((n, axis) => (v.shape[axis] === 1 ? 1 : n));
    const dims = v.dims.map((n, axis) => n * counts[axis]!);
    const name = b.op("Tile", [b.stored(v, v.perm), b.ints(permute(counts, v.perm))]);
    return resized(v, name, shape, dims);
  },
});

/** ONNX Slice along logical axes; an axis that only repeats itself is not touched. */
function slice(
  b: Builder,
  v: Value,
  shape: Shape,
  begin: readonly number[],
  end: readonly number[],
  steps: readonly number[],
): Value {
  if (v.physical.length === 0) return b.view(v.name, shape, v.dtype);
  const cut = identity(v.shape.length).filter(
    (axis) => v.dims[axis] !== 1 && (shape[axis] !== v.shape[axis] || steps[axis] !== 1),
  );
  const dims = v.dims.map((n, axis) => (n === 1 ? 1 : shape[axis]!));
  if (cut.length === 0) return resized(v, v.name, shape, dims);
  const at = (list: readonly number[]): string => b.ints(cut.map((axis) => list[axis]!));
  const axes = b.ints(cut.map((axis) => v.perm.indexOf(axis)));
  const name = b.op("Slice", [v.name, at(begin), at(end), axes, at(steps)]);
  return resized(v, name, shape, dims);
}

const sliceKernel = native<{ begin: number | number[]; size: number | number[] }>({
  name: "Slice",
  args: ["x"],
  infer: ([x], { begin, size }) => {
    const [from, shape] = slice_util.parseSliceParams(x as never, begin, size) as [
      number[],
      number[],
    ];
    slice_util.assertParamsValid(x as never, from, shape);
    return { shape, dtype: x!.dtype };
  },
  lower: (b, [x], { shape, attrs: { begin, size } }) => {
    const [from] = slice_util.parseSliceParams(x as never, begin, size) as [number[]];
    const ones = shape.map(() => 1);
    return slice(
      b,
      x!,
      shape,
      from,
      from.map((start, i) => start + shape[i]!),
      ones,
    );
  },
});

export interface StridedAttrs {
  begin: number[];
  end: number[];
  strides: number[];
  beginMask: number;
  endMask: number;
  ellipsisMask: number;
  newAxisMask: number;
  shrinkAxisMask: number;
}

export const stridedInfo = (x: { shape: Shape }, a: StridedAttrs) =>
  slice_util.sliceInfo(
    [...x.shape],
    a.begin,
    a.end,
    a.strides,
    a.beginMask,
    a.endMask,
    a.ellipsisMask,
    a.newAxisMask,
    a.shrinkAxisMask,
  );

const stridedSlice = native<StridedAttrs>({
  name: "StridedSlice",
  args: ["x"],
  infer: ([x], attrs) => ({ shape: stridedInfo(x!, attrs).finalShape, dtype: x!.dtype }),
  lower: (b, [x], { shape, attrs }) => {
    const { begin, end, strides } = stridedInfo(x!, attrs);
    const kept = slice_util.computeOutShape(begin, end, strides);
    // The end before the first element, walking backwards, can't be written as an index.
    const ends = end.map((stop, i) => (strides[i]! < 0 && stop < 0 ? -(2 ** 31) : stop));
    const cut = slice(b, x!, kept, begin, ends, strides);
    return b.reshape(cut, shape);
  },
});

const reverse = native<{ dims: number | number[] }>({
  name: "Reverse",
  args: ["x"],
  infer: ([x]) => x!,
  lower: (b, [x], { shape, attrs: { dims } }) => flip(b, x!, util.parseAxisParam(dims, [...shape])),
});

/** The value with the order of some axes turned round. */
function flip(b: Builder, v: Value, axes: readonly number[]): Value {
  const steps = v.shape.map((_, axis) => (axes.includes(axis) ? -1 : 1));
  const begin = v.shape.map((n, axis) => (axes.includes(axis) ? n - 1 : 0));
  const end = v.shape.map((n, axis) => (axes.includes(axis) ? -(2 ** 31) : n));
  return slice(b, v, v.shape, begin, end, steps);
}

const expandDims = (x: Node, { dim }: { dim: number }): number[] => {
  const shape = [...x.shape];
  shape.splice(dim < 0 ? shape.length + 1 + dim : dim, 0, 1);
  return shape;
};

export const shapes: Kernel[] = [
  reshape("Reshape", (x, { shape }: { shape: number[] }) =>
    util.inferFromImplicitShape(
      shape,
      x.shape.reduce((a, b) => a * b, 1),
    ),
  ),
  reshape("ExpandDims", expandDims as (x: Node, attrs: never) => number[]),
  transpose,
  tile,
  sliceKernel,
  stridedSlice,
  reverse,
];
