import * as tf from "@tensorflow/tfjs-core";
import { type Case, f, type Grid, within } from "./case.ts";

type Pair = number | [number, number];
const POOLS: [x: number[], filterSize: Pair, strides: Pair, pad: "same" | "valid" | number][] = [
  [[2, 6, 8, 3], 2, 2, "valid"],
  [[2, 7, 9, 2], 3, 2, "same"],
  [[1, 7, 9, 2], 3, 2, 1],
  [[1, 6, 7, 2], [2, 3], [1, 2], "valid"],
  [[1, 5, 5, 1], 3, 1, "same"],
  [[1, 4, 4, 2], 4, 4, "valid"],
  [[1, 7, 7, 2], 2, 3, "valid"],
  [[1, 5, 6, 2], 1, 1, "valid"],
];
const noScalar = "an image has four axes";
const POOLED = (x: number[], [, size, strides, pad]: (typeof POOLS)[number]): number[] => {
  const two = (n: Pair): [number, number] => (typeof n === "number" ? [n, n] : n);
  const [k, s] = [two(size), two(strides)];
  const side = (i: 0 | 1): number =>
    pad === "same"
      ? Math.ceil(x[i + 1]! / s[i])
      : Math.floor((x[i + 1]! + 2 * (pad === "valid" ? 0 : pad) - k[i]) / s[i]) + 1;
  return [x[0]!, side(0), side(1), x[3]!];
};

const pool = (kernel: string, gradient: Grid["gradient"]): Grid => ({
  kernel,
  gradient,
  noScalar,
  cases: [
    ...POOLS.map(([x, filterSize, strides, pad]) => ({
      inputs: { x: f(x, 3) },
      attrs: { filterSize, strides, pad },
    })),
    {
      inputs: { x: f([0, 4, 4, 2]) },
      attrs: { filterSize: 2, strides: 2, pad: "valid" },
      gradient: null,
    },
  ],
});

const noEmpty = "tfjs-core calls it with what the forward kernel took, which gave an empty result";

/** The slope of the largest goes to the first of equals; `tied` has many. */
const maxPoolGrad: Grid = {
  kernel: "MaxPoolGrad",
  gradient: null,
  noScalar,
  noEmpty,
  cases: POOLS.flatMap((call) => {
    const [x, filterSize, strides, pad] = call;
    const dy = f(POOLED(x, call));
    const tied = { ...f(x), map: (u: number) => Math.max(0, Math.round(2 * u)) };
    return [f(x), tied].map((input) => ({
      inputs: { dy, input, output: f(POOLED(x, call)) },
      attrs: { filterSize, strides, pad },
    }));
  }),
};

const avgPoolGrad: Grid = {
  kernel: "AvgPoolGrad",
  gradient: null,
  noScalar,
  noEmpty,
  cases: POOLS.map((call) => {
    const [x, filterSize, strides, pad] = call;
    const attrs = { filterSize, strides, pad };
    return {
      inputs: { dy: f(POOLED(x, call)), input: f(x) },
      attrs,
      // The cpu backend's counts the padding, which its forward pass leaves out.
      adjoint: { kernel: "AvgPool", of: "x", inputs: { x: f(x) }, attrs },
    };
  }),
};

const SIZES: [number[], [number, number]][] = [
  [
    [2, 4, 5, 3],
    [8, 10],
  ],
  [
    [1, 4, 6, 2],
    [7, 5],
  ],
  [
    [1, 5, 3, 1],
    [5, 9],
  ],
  [
    [1, 8, 8, 2],
    [3, 5],
  ],
  [
    [1, 3, 4, 1],
    [1, 1],
  ],
  [
    [1, 1, 1, 2],
    [4, 3],
  ],
];
const MODES = [
  { alignCorners: false, halfPixelCenters: false },
  { alignCorners: true, halfPixelCenters: false },
  { alignCorners: false, halfPixelCenters: true },
];
const RESIZES = MODES.flatMap((mode) =>
  SIZES.map(([from, size]) => ({ from, size, attrs: { ...mode, size } })),
);

const resize = (kernel: string): Grid => ({
  kernel,
  // The cpu backend's gradient is wrong where the sides differ.
  gradient: 1,
  noScalar,
  cases: [
    ...RESIZES.map(({ from, attrs }): Case => ({ inputs: { images: f(from) }, attrs })),
    {
      inputs: { images: f([0, 4, 4, 2]) },
      attrs: { ...MODES[0], size: [3, 5] },
      gradient: null,
    },
  ],
});

const resizeGrad = (forward: string): Grid => ({
  kernel: `${forward}Grad`,
  gradient: null,
  noScalar,
  noEmpty,
  cases: RESIZES.map(({ from, size, attrs }) => ({
    inputs: { images: f(from), dy: f([from[0]!, ...size, from[3]!]) },
    attrs,
    adjoint: { kernel: forward, of: "images", inputs: { images: f(from) }, attrs },
  })),
});

const vectors = (n: number) => ({ mean: f([n]), variance: within(0.2, 2, [n]) });
const affine = (n: number) => ({ scale: f([n]), offset: f([n]) });
const attrs = { varianceEpsilon: 1e-3 };
const full = [2, 3, 1, 5];

const batchNorm: Grid = {
  kernel: "FusedBatchNorm",
  gradient: 1 / 128,
  noScalar,
  cases: [
    { inputs: { x: f([2, 3, 4, 5]), ...vectors(5), ...affine(5) }, attrs },
    { inputs: { x: f([2, 3, 1, 5]), ...vectors(5) }, attrs },
    { inputs: { x: f([2, 3, 1, 5]), ...vectors(5), scale: f([5]) }, attrs },
    { inputs: { x: f([2, 3, 1, 5]), ...vectors(5), offset: f([5]) }, attrs },
    { inputs: { x: f([1, 1, 1, 1]), ...vectors(1), ...affine(1) }, attrs },
    {
      inputs: {
        x: f(full),
        mean: f(full),
        variance: within(0.2, 2, full),
        scale: f(full),
        offset: f(full),
      },
      attrs,
    },
    { inputs: { x: f([0, 3, 1, 5]), ...vectors(5), ...affine(5) }, attrs, gradient: null },
  ],
};

const depthToSpace: Grid = {
  kernel: "DepthToSpace",
  gradient: 1,
  noScalar,
  cases: [
    { inputs: { x: f([2, 3, 5, 8]) }, attrs: { blockSize: 2, dataFormat: "NHWC" } },
    { inputs: { x: f([1, 3, 1, 9]) }, attrs: { blockSize: 3, dataFormat: "NHWC" } },
    {
      inputs: { x: f([2, 8, 3, 5]) },
      attrs: { blockSize: 2, dataFormat: "NCHW" },
      // The cpu backend has one order of the axes alone.
      reference: ({ x }) => {
        const last = tf.transpose(x!, [0, 2, 3, 1]) as tf.Tensor4D;
        return tf.transpose(tf.depthToSpace(last, 2), [0, 3, 1, 2]);
      },
    },
    { inputs: { x: f([0, 3, 5, 8]) }, attrs: { blockSize: 2, dataFormat: "NHWC" }, gradient: null },
  ],
};

const spaceToBatch: Grid = {
  kernel: "SpaceToBatchND",
  gradient: "cpu",
  noScalar,
  cases: [
    {
      inputs: { x: f([2, 4, 6, 3]) },
      attrs: {
        blockShape: [2, 3],
        paddings: [
          [0, 0],
          [0, 0],
        ],
      },
    },
    {
      inputs: { x: f([1, 3, 5, 2]) },
      attrs: {
        blockShape: [2, 2],
        paddings: [
          [1, 0],
          [0, 1],
        ],
      },
    },
    {
      inputs: { x: f([0, 4, 4, 2]) },
      attrs: {
        blockShape: [2, 2],
        paddings: [
          [0, 0],
          [0, 0],
        ],
      },
      gradient: null,
    },
  ],
};

const batchToSpace: Grid = {
  kernel: "BatchToSpaceND",
  gradient: "cpu",
  noScalar,
  cases: [
    {
      inputs: { x: f([12, 2, 3, 2]) },
      attrs: {
        blockShape: [2, 3],
        crops: [
          [0, 1],
          [1, 0],
        ],
      },
    },
    {
      inputs: { x: f([4, 3, 1, 5]) },
      attrs: {
        blockShape: [2, 2],
        crops: [
          [0, 0],
          [0, 0],
        ],
      },
    },
  ],
  noEmpty: "the cpu backend divides by its batch",
};

export const spatials: Grid[] = [
  pool("MaxPool", "cpu"),
  pool("AvgPool", 1),
  maxPoolGrad,
  avgPoolGrad,
  resize("ResizeBilinear"),
  resize("ResizeNearestNeighbor"),
  resizeGrad("ResizeBilinear"),
  resizeGrad("ResizeNearestNeighbor"),
  batchNorm,
  depthToSpace,
  spaceToBatch,
  batchToSpace,
];
