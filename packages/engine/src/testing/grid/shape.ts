import { bool, complex, f, type Grid } from "./case.ts";
import { each, flags, flat, none, whole, x4 } from "./samples.ts";

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
  reverse,
  pad,
  mirrorPad,
  fill,
  ...complexes,
];
