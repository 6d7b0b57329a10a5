import * as tf from "@tensorflow/tfjs-core";
import { bool, f, type Grid, given, int } from "./case.ts";
import { each, flags, flat, none, whole, x4 } from "./samples.ts";

/* Taking values apart, joining them, and finding them by index. */

const slice: Grid = {
  kernel: "Slice",
  gradient: "cpu",
  noScalar: "tf.slice refuses scalars",
  cases: [
    { inputs: x4, attrs: { begin: [0, 1, 1, 2], size: [2, 2, 3, 3] } },
    { inputs: x4, attrs: { begin: [1, 0, 0, 0], size: [1, 3, 4, 5] } },
    { inputs: { x: f([7]) }, attrs: { begin: [2], size: [3] } },
    flat(whole, { begin: [1, 1], size: [2, 2] }),
    flat(flags, { begin: [0, 1], size: [3, 2] }),
    { inputs: { x: f([3, 4]) }, attrs: { begin: [1, 1], size: [0, 2] }, host: true },
    { inputs: none, attrs: { begin: [0, 1], size: [0, 2] } },
  ],
};

const strided = (
  begin: number[],
  end: number[],
  strides: number[],
  masks: object = {},
): object => ({
  begin,
  end,
  strides,
  beginMask: 0,
  endMask: 0,
  ellipsisMask: 0,
  newAxisMask: 0,
  shrinkAxisMask: 0,
  ...masks,
});

/** The cpu backend reads elsewhere where an axis is dropped. */
const shrunk = ({ x }: Record<string, tf.Tensor>): tf.Tensor =>
  tf.reshape(tf.stridedSlice(x!, [2, 1], [3, 6], [1, 2]), [3]);

const stridedSlice: Grid = {
  kernel: "StridedSlice",
  gradient: 1,
  noScalar: "a scalar has no axis",
  cases: [
    { inputs: x4, attrs: strided([0, 0, 0, 0], [2, 3, 4, 5], [1, 2, 2, 1]) },
    { inputs: x4, attrs: strided([0, 2, 0, 0], [2, 0, 4, 5], [1, -1, 2, 3]) },
    { inputs: x4, attrs: strided([1, 1, 3, 4], [2, 3, 0, -9], [1, 1, -2, -3]) },
    { inputs: { x: f([9]) }, attrs: strided([1], [8], [3]) },
    { inputs: { x: f([9]) }, attrs: strided([8], [0], [-3], { endMask: 1 }) },
    {
      inputs: { x: f([5, 7]) },
      attrs: strided([2, 1], [3, 6], [1, 2], { shrinkAxisMask: 1 }),
      reference: shrunk,
    },
    { inputs: { x: f([5, 7]) }, attrs: strided([0, 0], [1, 6], [1, 5], { newAxisMask: 1 }) },
    flat(whole, strided([0, 0], [3, 4], [2, 3])),
    flat(flags, strided([2, 3], [0, 0], [-1, -2])),
    flat(none, strided([0, 0], [0, 3], [1, 2])),
  ],
};

const concat: Grid = {
  kernel: "Concat",
  gradient: "cpu",
  noScalar: "scalars can't be joined along an axis",
  cases: [
    ...each([f([2, 3, 4, 5]), f([2, 3, 4, 5])], [0, 1, 2, 3], (axis) => ({ axis })),
    { inputs: [f([2, 3, 4, 1]), f([2, 3, 4, 3]), f([2, 3, 4, 2])], attrs: { axis: 3 } },
    { inputs: [f([3]), f([4])], attrs: { axis: 0 } },
    flat([int([3, 4]), int([3, 1])], { axis: 1 }),
    flat([bool([3, 4]), bool([1, 4])], { axis: 0 }),
    flat([f([0, 3]), f([2, 3])], { axis: 0 }),
  ],
};

const pack: Grid = {
  kernel: "Pack",
  gradient: "cpu",
  cases: [
    ...each([f([2, 3, 4]), f([2, 3, 4])], [0, 1, 3], (axis) => ({ axis })),
    { inputs: [f([]), f([]), f([])], attrs: { axis: 0 } },
    flat([int([3]), int([3])], { axis: 1 }),
    flat([f([0]), f([0])], { axis: 0 }),
  ],
};

const unpack: Grid = {
  kernel: "Unpack",
  gradient: "cpu",
  noScalar: "a scalar has no axis",
  cases: [
    ...each({ value: f([2, 3, 4, 5]) }, [0, 1, 2, 3], (axis) => ({ axis, num: axis + 2 })),
    { inputs: { value: f([3]) }, attrs: { axis: 0, num: 3 } },
    flat({ value: bool([3, 2]) }, { axis: 1, num: 2 }),
    flat({ value: f([2, 0]) }, { axis: 0, num: 2 }),
  ],
};

const split: Grid = {
  kernel: "SplitV",
  gradient: "cpu",
  noScalar: "a scalar has no axis",
  cases: [
    { inputs: x4, attrs: { numOrSizeSplits: [2, 2], axis: 2 } },
    { inputs: x4, attrs: { numOrSizeSplits: [1, 4], axis: 3 } },
    { inputs: x4, attrs: { numOrSizeSplits: [1, 1, 1], axis: 1 } },
    flat(whole, { numOrSizeSplits: [1, 2], axis: 0 }),
    flat(none, { numOrSizeSplits: [1, 2], axis: 1 }),
  ],
};

const indices = (values: number[], shape: number[]) => given(values, shape, "int32");

const gather: Grid = {
  kernel: "GatherV2",
  gradient: 1,
  noScalar: "a scalar has no rows",
  cases: [
    ...[0, 1, 2, 3].map((axis) => ({
      inputs: { ...x4, indices: indices([1, 0, 1], [3]) },
      attrs: { axis, batchDims: 0 },
    })),
    {
      inputs: { ...x4, indices: indices([2, 0, 1, 1], [4]) },
      attrs: { axis: 2, batchDims: 0 },
    },
    {
      inputs: { x: f([7]), indices: indices([6, 0, 3, 3], [4]) },
      attrs: { axis: 0, batchDims: 0 },
    },
    {
      inputs: { x: f([2, 5, 3]), indices: indices([4, 0, 0, 2, 2, 1], [2, 3]) },
      attrs: { axis: 1, batchDims: 1 },
    },
    {
      inputs: { x: f([2, 3, 4]), indices: indices([3, 0, 1, 2, 2, 1], [2, 3, 1]) },
      attrs: { axis: 2, batchDims: 2 },
    },
    flat({ ...whole, indices: indices([2, 0], [2]) }, { axis: 0, batchDims: 0 }),
    flat({ x: f([0, 3]), indices: indices([2], [1]) }, { axis: 1, batchDims: 0 }),
  ],
};

const segmentSum: Grid = {
  kernel: "UnsortedSegmentSum",
  gradient: "cpu",
  noScalar: "a scalar has no rows",
  cases: [
    { inputs: { x: f([4, 3]), segmentIds: indices([0, 2, 0, 1], [4]) }, attrs: { numSegments: 3 } },
    { inputs: { x: f([3, 2, 5]), segmentIds: indices([1, 1, 4], [3]) }, attrs: { numSegments: 7 } },
    { inputs: { x: f([5]), segmentIds: indices([1, 0, 1, 1, 0], [5]) }, attrs: { numSegments: 2 } },
    flat({ x: f([0, 3]), segmentIds: indices([], [0]) }, { numSegments: 2 }),
  ],
};

const oneHot: Grid = {
  kernel: "OneHot",
  gradient: null,
  noScalar: "tf.oneHot takes no scalar",
  cases: [
    ...["int32", "float32", "bool"].flatMap((dtype) => [
      { inputs: { indices: int([3, 4], 4) }, attrs: { depth: 4, onValue: 1, offValue: 0, dtype } },
      {
        inputs: { indices: int([2, 3, 5], 6, -1) },
        attrs: { depth: 5, onValue: 1, offValue: 0, dtype },
      },
    ]),
    {
      inputs: { indices: int([7], 4) },
      attrs: { depth: 3, onValue: 0.5, offValue: -1, dtype: "float32" },
    },
    {
      inputs: { indices: int([0]) },
      attrs: { depth: 3, onValue: 1, offValue: 0, dtype: "float32" },
    },
  ],
};

export const parts: Grid[] = [
  slice,
  stridedSlice,
  concat,
  pack,
  unpack,
  split,
  gather,
  segmentSum,
  oneHot,
];
