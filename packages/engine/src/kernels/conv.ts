import type { Builder } from "../graph/builder.ts";
import { filterLayout, OIHW } from "../graph/layout.ts";
import type { Node } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { blockedConv, blockedInputGradient } from "./blocked.ts";
import { filterGradient } from "./filter-gradient.ts";
import {
  type ConvAttrs,
  convGeometry,
  type Geometry,
  mirrored,
  reach,
  regular,
  windowAttributes,
} from "./geometry.ts";
import { type Kernel, native } from "./kernel.ts";

const float = (inputs: readonly Node[]): boolean => inputs.every((n) => n.dtype === "float32");

const conv2d = native<ConvAttrs>({
  name: "Conv2D",
  args: ["x", "filter", "bias?"],
  weights: filterLayout,
  accepts: (inputs, attrs) =>
    float(inputs) && regular(convGeometry(inputs[0]!.shape, inputs[1]!.shape, attrs)),
  infer: ([x, filter], attrs) => ({
    shape: convGeometry(x!.shape, filter!.shape, attrs).outShape,
    dtype: "float32",
  }),
  lower: (b, [x, filter, bias], { shape, attrs }) => {
    const g = convGeometry(x!.shape, filter!.shape, attrs);
    const blocked = blockedConv(b, x!, filter!, bias, g);
    if (blocked) return b.value(blocked, shape, "float32", g.perm);
    const inputs = [b.whole(x!, g.perm), b.whole(filter!, OIHW)];
    if (bias) inputs.push(b.whole(bias));
    const name = b.op("Conv", inputs, { ...windowAttributes(g), dilations: g.dilations, group: 1 });
    return b.value(name, shape, "float32", g.perm);
  },
});

/** Turns both spatial axes of filters round, stored as [p, q, kh, kw]. */
export function turned(
  b: Builder,
  name: string,
  [p, q]: readonly [number, number],
  g: Geometry,
): string {
  const taps = g.kernel[0] * g.kernel[1];
  if (taps === 1) return name;
  // The product with an anti-diagonal reverses the flattened taps, faster than Slice or Gather.
  const reversal = new Float32Array(taps * taps);
  for (let i = 0; i < taps; i++) reversal[i * taps + taps - 1 - i] = 1;
  const flat = b.op("Reshape", [name, b.ints([p * q, taps])]);
  const product = b.op("MatMul", [flat, b.constant(reversal, [taps, taps])]);
  return b.op("Reshape", [product, b.ints([p, q, ...g.kernel])]);
}

/** Attributes of the ConvTranspose whose output has exactly the input's size. */
export function transposedAttributes(g: Geometry): Record<string, readonly number[]> {
  const axes = [0, 1] as const;
  const extra = axes.map(
    (i) => (g.output[i] - 1) * g.strides[i] + reach(g, i) + 1 - g.before[i] - g.input[i],
  );
  return {
    kernel_shape: g.kernel,
    strides: g.strides,
    dilations: g.dilations,
    pads: [...g.before, ...extra.map((n) => Math.max(n, 0))],
    output_padding: extra.map((n) => Math.max(-n, 0)),
  };
}

/** Outputs of fewer pixels are small beside the filter, which is then better not turned round. */
const SMALL = 100;

interface InputGradientAttrs extends ConvAttrs {
  inputShape: number[];
}

function inputGradient(
  b: Builder,
  [dy, filter]: Value[],
  { shape, attrs }: Node & { attrs: InputGradientAttrs },
): Value {
  const g = convGeometry(shape, filter!.shape, attrs);
  const pads = mirrored(g);
  const blocked = pads && blockedInputGradient(b, dy!, filter!, g, [...pads.before, ...pads.after]);
  if (blocked) return b.value(blocked, shape, "float32", g.perm);
  const small = g.output[0] * g.output[1] < SMALL && g.kernel[0] * g.kernel[1] > 1;
  const grad = b.whole(dy!, g.perm);
  if (!pads || (small && !b.portable)) {
    const name = b.op("ConvTranspose", [grad, b.whole(filter!, OIHW)], transposedAttributes(g));
    return b.value(name, shape, "float32", g.perm);
  }
  // Stored as [I, O, kh, kw], the filter is that of a convolution from dy to the input.
  const weights = turned(b, b.whole(filter!, [2, 3, 0, 1]), [g.inChannels, g.outChannels], g);
  const name = b.op("Conv", [grad, weights], {
    kernel_shape: g.kernel,
    strides: [1, 1],
    dilations: g.dilations,
    pads: [...pads.before, ...pads.after],
  });
  return b.value(name, shape, "float32", g.perm);
}

const conv2dInput = native<InputGradientAttrs>({
  name: "Conv2DBackpropInput",
  args: ["dy", "filter"],
  accepts: (inputs, attrs) =>
    float(inputs) && regular(convGeometry(attrs.inputShape, inputs[1]!.shape, attrs)),
  infer: (_, { inputShape }) => ({ shape: inputShape, dtype: "float32" }),
  lower: inputGradient,
});

interface FilterGradientAttrs extends ConvAttrs {
  filterShape: number[];
}

const conv2dFilter = native<FilterGradientAttrs>({
  name: "Conv2DBackpropFilter",
  args: ["x", "dy"],
  accepts: (inputs, attrs) =>
    float(inputs) && regular(convGeometry(inputs[0]!.shape, attrs.filterShape, attrs)),
  infer: (_, { filterShape }) => ({ shape: filterShape, dtype: "float32" }),
  lower: (b, [x, dy], { shape, attrs }) =>
    filterGradient(b, x!, dy!, convGeometry(x!.shape, shape, attrs)),
});

export const convolutions: Kernel[] = [conv2d, conv2dInput, conv2dFilter];
