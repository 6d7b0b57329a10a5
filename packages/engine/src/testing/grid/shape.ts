import * as tf from "@tensorflow/tfjs-core";
import { bool, type Case, complex, f, type Grid, given, int } from "./case.ts";

const x4 = { x: f([2, 3, 4, 5]) };
const whole = { x: int([3, 4], 9) };
const flags = { x: bool([3, 4]) };
const none = { x: f([0, 3]) };
/** Cases that are alike but for an attribute. */
const each = <T>(inputs: Case["inputs"], list: readonly T[], attrs: (value: T) => object): Case[] =>
  list.map((value) => ({ inputs, attrs: attrs(value) }));
const flat = (inputs: Case["inputs"], attrs: object): Case => ({ inputs, attrs, gradient: null });

const reshape: Grid = {
  kernel: "Reshape",
  gradient: "cpu",
  cases: [
    ...each(
      x4,
      [
        [2, 12, 5],
        [24, 5],
        [2, 3, 20],
        [120],
        [2, 3, 2, 2, 5],
        [6, 4, 5, 1],
        [1, 2, 3, 1, 4, 5],
        [5, 4, 3, 2],
        [2, 3, 4, 5],
      ],
      (shape) => ({ shape }),
    ),
    { inputs: { x: f([]) }, attrs: { shape: [1, 1] } },
    { inputs: { x: f([1]) }, attrs: { shape: [] } },
    flat(whole, { shape: [12] }),
    flat(flags, { shape: [2, 6] }),
    { inputs: none, attrs: { shape: [3, 0] } },
  ],
};

const expandDims: Grid = {
  kernel: "ExpandDims",
  gradient: "cpu",
  cases: [
    ...each({ input: f([2, 3, 4, 5]) }, [0, 2, 4], (dim) => ({ dim })),
    { inputs: { input: f([]) }, attrs: { dim: 0 } },
    flat({ input: bool([3]) }, { dim: 1 }),
    { inputs: { input: f([0]) }, attrs: { dim: 0 } },
  ],
};

const transpose: Grid = {
  kernel: "Transpose",
  gradient: "cpu",
  cases: [
    ...each(
      x4,
      [
        [0, 3, 1, 2],
        [3, 2, 1, 0],
        [0, 1, 3, 2],
        [1, 0, 2, 3],
      ],
      (perm) => ({ perm }),
    ),
    { inputs: { x: f([3, 7]) }, attrs: { perm: [1, 0] } },
    { inputs: { x: f([]) }, attrs: { perm: [] } },
    flat(whole, { perm: [1, 0] }),
    flat(flags, { perm: [1, 0] }),
    { inputs: none, attrs: { perm: [1, 0] } },
  ],
};

const tile: Grid = {
  kernel: "Tile",
  gradient: 1,
  cases: [
    ...each(
      x4,
      [
        [1, 2, 1, 3],
        [1, 1, 1, 1],
        [2, 1, 1, 1],
      ],
      (reps) => ({ reps }),
    ),
    { inputs: { x: f([2, 1, 1, 3]) }, attrs: { reps: [1, 5, 3, 1] } },
    { inputs: { x: f([2, 1, 3, 1, 2]) }, attrs: { reps: [1, 2, 1, 3, 2] } },
    { inputs: { x: f([]) }, attrs: { reps: [] } },
    flat(whole, { reps: [2, 3] }),
    flat(flags, { reps: [2, 1] }),
    { ...flat(none, { reps: [2, 2] }) },
  ],
};

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

const reverse: Grid = {
  kernel: "Reverse",
  gradient: "cpu",
  cases: [
    ...each(x4, [[1, 3], [0], [0, 1, 2, 3]], (dims) => ({ dims })),
    { inputs: { x: f([7]) }, attrs: { dims: [0] } },
    { inputs: { x: f([]) }, attrs: { dims: [] } },
    flat(whole, { dims: [0] }),
    flat(flags, { dims: [1] }),
    { inputs: none, attrs: { dims: [0] } },
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

const paddings = [
  [0, 0],
  [1, 2],
  [2, 1],
  [1, 0],
];
const pad: Grid = {
  kernel: "PadV2",
  gradient: "cpu",
  noScalar: "a scalar has no border",
  cases: [
    { inputs: x4, attrs: { paddings, constantValue: 0 } },
    { inputs: x4, attrs: { paddings, constantValue: 0.5 } },
    { inputs: { x: f([5]) }, attrs: { paddings: [[2, 1]], constantValue: 0 } },
    flat(whole, {
      paddings: [
        [1, 0],
        [0, 2],
      ],
      constantValue: 3,
    }),
    flat(flags, {
      paddings: [
        [1, 0],
        [0, 2],
      ],
      constantValue: 1,
    }),
    flat(none, {
      paddings: [
        [1, 0],
        [0, 2],
      ],
      constantValue: 2,
    }),
  ],
};

const mirrorPad: Grid = {
  kernel: "MirrorPad",
  gradient: 1,
  noScalar: "a scalar has no border",
  cases: [
    { inputs: x4, attrs: { paddings, mode: "symmetric" } },
    {
      inputs: x4,
      attrs: {
        paddings: [
          [1, 1],
          [2, 0],
          [0, 3],
          [1, 2],
        ],
        mode: "reflect",
      },
    },
    { inputs: x4, attrs: { paddings: paddings.map(() => [0, 0]), mode: "reflect" } },
    { inputs: { x: f([5]) }, attrs: { paddings: [[4, 3]], mode: "reflect" } },
    flat(whole, {
      paddings: [
        [1, 2],
        [0, 3],
      ],
      mode: "symmetric",
    }),
    flat(none, {
      paddings: [
        [0, 0],
        [1, 2],
      ],
      mode: "symmetric",
    }),
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

const fill: Grid = {
  kernel: "Fill",
  gradient: null,
  cases: [
    { inputs: {}, attrs: { shape: [2, 3, 4, 5], value: 0.5, dtype: "float32" } },
    { inputs: {}, attrs: { shape: [3], value: 7, dtype: "int32" } },
    { inputs: {}, attrs: { shape: [2, 2], value: 1, dtype: "bool" } },
    { inputs: {}, attrs: { shape: [], value: 0.25, dtype: "float32" } },
    { inputs: {}, attrs: { shape: [0, 2], value: 1, dtype: "float32" }, host: true },
  ],
};

const complexes: Grid[] = [
  {
    kernel: "Complex",
    gradient: null,
    cases: [[3, 5], [], [2, 3, 1, 4], [0]].map((shape) => ({
      inputs: { real: f(shape), imag: f(shape) },
    })),
  },
  ...["Real", "Imag"].map((kernel) => ({
    kernel,
    gradient: null,
    cases: [[3, 5], [], [2, 3, 1, 4], [0]].map((shape) => ({ inputs: { input: complex(shape) } })),
  })),
];

export const shapes: Grid[] = [
  reshape,
  expandDims,
  transpose,
  tile,
  slice,
  stridedSlice,
  reverse,
  concat,
  pad,
  mirrorPad,
  pack,
  unpack,
  split,
  gather,
  segmentSum,
  oneHot,
  fill,
  ...complexes,
];
