import type { Builder } from "../graph/builder.ts";
import type { Perm } from "../graph/layout.ts";
import type { Node } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { transposedAttributes, turned } from "./conv.ts";
import {
  type ConvAttrs,
  convGeometry,
  type Geometry,
  mirrored,
  regular,
  windowAttributes,
} from "./geometry.ts";
import { type Kernel, native } from "./kernel.ts";

/** Filters are [kh, kw, C, multiplier]; ONNX takes [C * multiplier, 1, kh, kw]. */
export const CMHW: Perm = [2, 3, 0, 1];

const float = (inputs: readonly Node[]): boolean => inputs.every((n) => n.dtype === "float32");

function weights(b: Builder, filter: Value): string {
  const [h, w, channels, multiplier] = filter.shape as [number, number, number, number];
  const physical = [channels, multiplier, h, w];
  return b.reshaped(b.whole(filter, CMHW), physical, [channels * multiplier, 1, h, w]);
}

const forward = native<ConvAttrs>({
  name: "DepthwiseConv2dNative",
  args: ["x", "filter", "bias?"],
  weights: () => CMHW,
  accepts: (inputs, attrs) =>
    float(inputs) && regular(convGeometry(inputs[0]!.shape, inputs[1]!.shape, attrs, true)),
  infer: ([x, filter], attrs) => ({
    shape: convGeometry(x!.shape, filter!.shape, attrs, true).outShape,
    dtype: "float32",
  }),
  lower: (b, [x, filter, bias], { shape, attrs }) => {
    const g = convGeometry(x!.shape, filter!.shape, attrs, true);
    const inputs = [b.whole(x!, g.perm), weights(b, filter!)];
    if (bias) inputs.push(b.whole(bias));
    const attributes = { ...windowAttributes(g), dilations: g.dilations, group: g.inChannels };
    return b.value(b.op("Conv", inputs, attributes), shape, "float32", g.perm);
  },
});

const inputGradient = native<ConvAttrs & { inputShape: number[] }>({
  name: "DepthwiseConv2dNativeBackpropInput",
  args: ["dy", "filter"],
  accepts: (inputs, attrs) =>
    float(inputs) && regular(convGeometry(attrs.inputShape, inputs[1]!.shape, attrs, true)),
  infer: (_, { inputShape }) => ({ shape: inputShape, dtype: "float32" }),
  lower: (b, [dy, filter], { shape, attrs }) => {
    const g = convGeometry(shape, filter!.shape, attrs, true);
    const grad = b.whole(dy!, g.perm);
    const pads = mirrored(g);
    const multiplier = filter!.shape[3]!;
    const name =
      pads && multiplier === 1
        ? b.op("Conv", [grad, turned(b, weights(b, filter!), [g.inChannels, 1], g)], {
            kernel_shape: g.kernel,
            strides: [1, 1],
            dilations: g.dilations,
            pads: [...pads.before, ...pads.after],
            group: g.inChannels,
          })
        : b.op("ConvTranspose", [grad, weights(b, filter!)], {
            ...transposedAttributes(g),
            group: g.inChannels,
          });
    return b.value(name, shape, "float32", g.perm);
  },
});

/** Each tap's gradient is the sum over pixels of dy times the input shifted by that tap. */
function filterGradient(
  b: Builder,
  x: Value,
  dy: Value,
  g: Geometry,
  shape: readonly number[],
): Value {
  const multiplier = shape[3]!;
  const { batch, inChannels, input, output, before, after, strides, dilations, kernel } = g;
  let padded = b.whole(x, g.perm);
  if ([...before, ...after].some((n) => n > 0))
    padded = b.op("Pad", [padded, b.ints([0, 0, ...before, 0, 0, ...after]), b.number(0)]);
  const size = [0, 1].map((i) => input[i]! + before[i]! + after[i]!);
  const grid = b.op("Reshape", [padded, b.ints([batch, inChannels, 1, ...size])]);
  const grad = b.op("Reshape", [
    b.whole(dy, g.perm),
    b.ints([batch, inChannels, multiplier, ...output]),
  ]);
  const taps: string[] = [];
  for (let h = 0; h < kernel[0]; h++)
    for (let w = 0; w < kernel[1]; w++) {
      const begin = [h * dilations[0], w * dilations[1]];
      const end = [0, 1].map((i) => begin[i]! + (output[i]! - 1) * strides[i]! + 1);
      const tap = b.op("Slice", [
        grid,
        b.ints(begin),
        b.ints(end),
        b.ints([3, 4]),
        b.ints(strides),
      ]);
      taps.push(b.op("ReduceSum", [b.op("Mul", [grad, tap]), b.ints([0, 3, 4])], { keepdims: 1 }));
    }
  const all = taps.length === 1 ? taps[0]! : b.op("Concat", taps, { axis: 0 });
  const name = b.op("Reshape", [all, b.ints([kernel[0], kernel[1], inChannels, multiplier])]);
  const stored = b.value(name, shape, "float32");
  return b.value(b.whole(stored, CMHW), shape, "float32", CMHW);
}

const filterKernel = native<ConvAttrs & { filterShape: number[] }>({
  name: "DepthwiseConv2dNativeBackpropFilter",
  args: ["x", "dy"],
  accepts: (inputs, attrs) =>
    float(inputs) && regular(convGeometry(inputs[0]!.shape, attrs.filterShape, attrs, true)),
  infer: (_, { filterShape }) => ({ shape: filterShape, dtype: "float32" }),
  lower: (b, [x, dy], { shape, attrs }) =>
    filterGradient(b, x!, dy!, convGeometry(x!.shape, shape, attrs, true), shape),
});

export const depthwise: Kernel[] = [forward, inputGradient, filterKernel];
