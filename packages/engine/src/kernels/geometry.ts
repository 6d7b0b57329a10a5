import { backend_util } from "@tensorflow/tfjs-core";
import { identity, NCHW, type Perm, type Shape } from "../graph/layout.ts";

/** A pair of numbers, vertical first. */
export type Pair = readonly [number, number];

/** The pair of what `of` gives for either axis. */
export const pair = (of: (axis: 0 | 1) => number): Pair => [of(0), of(1)];

export interface ConvAttrs {
  strides: number | [number, number];
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dataFormat?: "NHWC" | "NCHW";
  /** `tf.layers.depthwiseConv2d` says null. */
  dilations?: number | [number, number] | null;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** A convolution or pooling in numbers, both spatial axes alike. */
export interface Geometry {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly input: Pair;
  readonly output: Pair;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Rows and columns of padding before the first. */
  readonly before: Pair;
  /** Padding behind the last, as much as the last window needs. */
  readonly after: Pair;
  /** Layout in which activations are NCHW. */
  readonly perm: Perm;
  /** Logical shape of the output. */
  readonly outShape: Shape;
}

type Info = backend_util.Conv2DInfo;

function fromInfo(info: Info, dataFormat: ConvAttrs["dataFormat"]): Geometry {
  const input: Pair = [info.inHeight, info.inWidth];
  const output: Pair = [info.outHeight, info.outWidth];
  const strides: Pair = [info.strideHeight, info.strideWidth];
  const before: Pair = [info.padInfo.top, info.padInfo.left];
  const reach: Pair = [info.effectiveFilterHeight, info.effectiveFilterWidth];
  const needed = (i: 0 | 1): number =>
    Math.max(0, (output[i] - 1) * strides[i] + reach[i] - input[i] - before[i]);
  return {
    batch: info.batchSize,
    inChannels: info.inChannels,
    outChannels: info.outChannels,
    input,
    output,
    kernel: [info.filterHeight, info.filterWidth],
    strides,
    dilations: [info.dilationHeight, info.dilationWidth],
    before,
    after: [needed(0), needed(1)],
    perm: dataFormat === "NCHW" ? identity(4) : NCHW,
    outShape: info.outShape,
  };
}

type Four = [number, number, number, number];

export function convGeometry(
  x: Shape,
  filter: Shape,
  attrs: ConvAttrs,
  depthwise = false,
): Geometry {
  const { strides, pad, dataFormat = "NHWC", dimRoundingMode } = attrs;
  const dilations = attrs.dilations ?? 1;
  const format = backend_util.convertConv2DDataFormat(dataFormat);
  return fromInfo(
    backend_util.computeConv2DInfo(
      x as Four,
      filter as Four,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      depthwise,
      format,
    ),
    dataFormat,
  );
}

export interface PoolAttrs {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: ConvAttrs["pad"];
  dimRoundingMode?: ConvAttrs["dimRoundingMode"];
}

export function poolGeometry(
  x: Shape,
  { filterSize, strides, pad, dimRoundingMode }: PoolAttrs,
): Geometry {
  const info = backend_util.computePool2DInfo(
    x as Four,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return fromInfo(info, "NHWC");
}

/** Whether ONNX finds the same output size; tfjs measures oblong kernels with numeric padding by their height. */
export const regular = (g: Geometry): boolean =>
  ([0, 1] as const).every((i) => {
    const room = g.input[i] + g.before[i] + g.after[i] - reach(g, i) - 1;
    return Math.floor(room / g.strides[i]) + 1 === g.output[i];
  });

/** How far beyond its first tap a kernel reaches. */
export const reach = (g: Geometry, i: 0 | 1): number => g.dilations[i] * (g.kernel[i] - 1);

/** Padding with which a convolution of stride one over dy gives the gradient of the input. */
export function mirrored(g: Geometry): { before: Pair; after: Pair } | null {
  if (g.strides[0] !== 1 || g.strides[1] !== 1) return null;
  const before = pair((i) => reach(g, i) - g.before[i]);
  const after = pair((i) => g.input[i] - g.output[i] + g.before[i]);
  return [...before, ...after].every((n) => n >= 0) ? { before, after } : null;
}

/** Attributes of ONNX Conv and of the pooling operators. */
export const windowAttributes = (g: Geometry): Record<string, readonly number[]> => ({
  kernel_shape: g.kernel,
  strides: g.strides,
  pads: [...g.before, ...g.after],
});
