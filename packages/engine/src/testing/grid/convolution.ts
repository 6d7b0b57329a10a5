import { type Case, f, type Grid, type Inputs } from "./case.ts";

type Pad = "same" | "valid" | number | number[][];
type Call = [x: number[], filter: number[], strides: number | [number, number], pad: Pad];

const EXPLICIT = [
  [0, 0],
  [2, 1],
  [1, 0],
  [0, 0],
];

const EVEN = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
];

const CALLS: Call[] = [
  [[2, 5, 6, 3], [3, 3, 3, 4], 1, "same"],
  [[2, 5, 6, 3], [3, 3, 3, 4], 1, "valid"],
  [[1, 7, 5, 2], [3, 3, 2, 3], 2, "same"],
  [[1, 8, 9, 2], [3, 2, 2, 3], [2, 3], "valid"],
  [[1, 9, 9, 3], [7, 7, 3, 2], 2, 3],
  [[2, 6, 6, 4], [1, 1, 4, 5], 1, "same"],
  [[2, 6, 7, 4], [1, 1, 4, 5], 2, "valid"],
  [[1, 6, 6, 2], [2, 2, 2, 2], 2, 0],
  [[1, 6, 6, 2], [4, 3, 2, 2], 1, EXPLICIT],
  [[1, 4, 4, 1], [4, 4, 1, 1], 1, "valid"],
  // Outputs of 256 pixels and more have a filter gradient of their own.
  [[2, 18, 17, 2], [3, 3, 2, 3], 1, "same"],
  [[1, 20, 20, 3], [1, 1, 3, 4], 1, "valid"],
  [[1, 17, 19, 2], [5, 3, 2, 2], 1, EVEN],
  [[1, 3, 3, 1], [1, 1, 1, 1], 3, "valid"],
  // Patches that do not overlap, and that do.
  [[1, 9, 8, 2], [4, 4, 2, 3], 4, "valid"],
  [[1, 11, 14, 2], [7, 7, 2, 3], 4, 3],
];
const DILATED: [number | [number, number], Pad][] = [
  [2, "same"],
  [3, "same"],
  [2, "valid"],
  [[1, 4], "same"],
];

const common = (strides: Call[2], pad: Pad, dilations: number | [number, number] | null = 1) => ({
  strides,
  pad,
  dataFormat: "NHWC",
  dilations,
});

interface Kind {
  readonly forward: string;
  readonly filter: (filter: number[]) => number[];
  /** Channels of the output. */
  readonly to: (filter: number[]) => number;
}
const PLAIN: Kind = { forward: "Conv2D", filter: (shape) => shape, to: (shape) => shape[3]! };
const DEPTHWISE: Kind = {
  forward: "DepthwiseConv2dNative",
  filter: ([h, w, from, to]) => [h!, w!, from!, to! % 2 === 0 ? 2 : 1],
  to: (shape) => shape[2]! * shape[3]!,
};

/** All calls in one form; depthwise ones have one stride for both axes. */
function calls(kind: Kind): { x: number[]; filter: number[]; attrs: ReturnType<typeof common> }[] {
  const plain = CALLS.filter(([, , strides]) => kind === PLAIN || typeof strides === "number").map(
    ([x, filter, strides, pad]) => ({
      x,
      filter: kind.filter(filter),
      attrs: common(strides, pad),
    }),
  );
  const dilated = DILATED.flatMap(([rate, pad]) =>
    [
      [1, 9, 10, 2],
      [1, 18, 17, 1],
    ].map((x) => ({
      x,
      filter: kind.filter([3, 3, x[3]!, 3]),
      attrs: common(1, pad, rate),
    })),
  );
  return [...plain, ...dilated];
}

const spread = (attrs: { dilations: unknown }): boolean => attrs.dilations !== 1;

/** `tf.layers.depthwiseConv2d` gives no dilation, which is not the same as giving one. */
const undilated: Case = {
  inputs: { x: f([1, 5, 6, 2]), filter: f([3, 3, 2, 1]) },
  attrs: common(1, "same", null),
};

/** tfjs measures an oblong filter with numeric padding by its height; ONNX does not. */
const oblong: Case = {
  inputs: { x: f([1, 9, 11, 2]), filter: f([5, 3, 2, 1]) },
  attrs: common(1, 1),
  host: true,
};

const forward = (kind: Kind, more: Case[]): Grid => ({
  kernel: kind.forward,
  gradient: "cpu",
  noScalar: "an image has four axes",
  cases: [
    ...calls(kind).map(({ x, filter, attrs }) => ({
      inputs: { x: f(x), filter: f(filter) },
      attrs,
      // The cpu backend refuses the gradients of dilated convolutions.
      ...(spread(attrs) && { gradient: 1 }),
    })),
    ...more,
    oblong,
    {
      inputs: { x: f([0, 5, 6, 2]), filter: f([3, 3, 2, 1]) },
      attrs: common(1, "same"),
      gradient: null,
    },
  ],
});

const NCHW: Case = {
  inputs: { x: f([2, 3, 5, 6]), filter: f([3, 3, 3, 4]) },
  attrs: { ...common(1, "same"), dataFormat: "NCHW" },
};

const side = (n: number, k: number, stride: number, rate: number, before: number, after: number) =>
  Math.floor((n + before + after - (k - 1) * rate - 1) / stride) + 1;

/** Shape of the output, from the definition of each padding. */
function output(
  kind: Kind,
  x: number[],
  filter: number[],
  attrs: ReturnType<typeof common>,
): number[] {
  const two = (n: number | [number, number] | null): [number, number] =>
    typeof n === "number" ? [n, n] : (n ?? [1, 1]);
  const [strides, rates] = [two(attrs.strides), two(attrs.dilations)];
  const { pad } = attrs;
  const sides = [0, 1].map((i) => {
    if (pad === "same") return Math.ceil(x[i + 1]! / strides[i]!);
    const [before, after] =
      pad === "valid" ? [0, 0] : typeof pad === "number" ? [pad, pad] : (pad[i + 1] as number[]);
    return side(x[i + 1]!, filter[i]!, strides[i]!, rates[i]!, before!, after!);
  });
  return [x[0]!, ...sides, kind.to(filter)];
}

/** A backward kernel: `of` says which input of the forward one it differentiates by. */
function backward(kind: Kind, of: "x" | "filter"): Grid {
  const suffix = of === "x" ? "BackpropInput" : "BackpropFilter";
  return {
    kernel: kind.forward + suffix,
    gradient: null,
    noScalar: "an image has four axes",
    cases: [
      ...calls(kind).map(({ x, filter, attrs }) => {
        const dy = f(output(kind, x, filter, attrs));
        const whole: Inputs = { x: f(x), filter: f(filter) };
        const inputs: Inputs = of === "x" ? { dy, filter: f(filter) } : { x: f(x), dy };
        const own = of === "x" ? { inputShape: x } : { filterShape: filter };
        const adjoint = { kernel: kind.forward, of, inputs: whole, attrs };
        return { inputs, attrs: { ...attrs, ...own }, adjoint };
      }),
    ],
    noEmpty: "tfjs-core calls it with what the forward kernel took, which gave an empty result",
  };
}

const plainInput = backward(PLAIN, "x");
const ACTIVATIONS = ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"];

const fused = (kernel: string, filter: number[]): Grid => ({
  kernel,
  gradient: null,
  noScalar: "an image has four axes",
  cases: [
    ...ACTIVATIONS.map((activation) => ({
      inputs: {
        x: f([2, 5, 6, 4], 2),
        filter: f(filter),
        bias: f([4]),
        ...(activation === "prelu" && { preluActivationWeights: f([4]) }),
      },
      attrs: { ...common(1, "same"), activation, leakyreluAlpha: 0.1 },
    })),
    {
      inputs: { x: f([1, 7, 9, 4]), filter: f(filter) },
      attrs: { ...common(1, "valid", 2), activation: "linear" },
    },
    {
      inputs: { x: f([1, 7, 9, 4]), filter: f(filter), bias: f([]) },
      attrs: { ...common(2, "same"), activation: "relu" },
    },
    {
      inputs: { x: f([0, 7, 9, 4]), filter: f(filter) },
      attrs: { ...common(1, "same"), activation: "linear" },
    },
  ],
});

export const convolutions: Grid[] = [
  forward(PLAIN, [NCHW]),
  // The gradient of a transposed convolution is this kernel's.
  { ...plainInput, gradient: "cpu", cases: plainInput.cases.map((one) => differentiated(one)) },
  backward(PLAIN, "filter"),
  forward(DEPTHWISE, [undilated]),
  backward(DEPTHWISE, "x"),
  backward(DEPTHWISE, "filter"),
  fused("FusedConv2D", [3, 3, 4, 4]),
  fused("FusedDepthwiseConv2D", [3, 3, 4, 1]),
];

/** tfjs-core differentiates it where it is undilated. */
function differentiated(one: Case): Case {
  return spread(one.attrs as { dilations: unknown }) ? { ...one, gradient: null } : one;
}
