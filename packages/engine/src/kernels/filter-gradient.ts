import type { Builder } from "../graph/builder.ts";
import { filterLayout, OHWI, permute } from "../graph/layout.ts";
import type { Value } from "../graph/value.ts";
import { type Geometry, mirrored, type Pair, pair } from "./geometry.ts";

/** Outputs of fewer pixels are gathered tap by tap: the weights outweigh them. */
const SMALL = 100;
/** Windows of so many pixels have enough work in one image for a product of its own. */
const APART = 784;

/**
 * Gradient of a convolution's filter, dW[kh, kw, i, o] = sum over n, y, x of
 * dy[n, y, x, o] x[n, y s + kh d, x s + kw d, i], in the form that was measured to be the fastest
 * for the sizes: as few matrix products as large and with as little copying as possible.
 */
export function filterGradient(b: Builder, x: Value, dy: Value, g: Geometry): Value {
  const pixels = g.output[0] * g.output[1];
  const point = g.kernel[0] === 1 && g.kernel[1] === 1;
  const unit = g.strides[0] === 1 && g.strides[1] === 1;
  if ((pixels < SMALL && !unit) || (point && !unit)) return columns(b, x, dy, g);
  if (point || b.portable) return unit ? shifted(b, x, dy, g) : columns(b, x, dy, g);
  return volume(b, x, dy, g);
}

const filterShape = ({ kernel, inChannels, outChannels }: Geometry): number[] => [
  ...kernel,
  inChannels,
  outChannels,
];

/** A filter's gradient in the layout in which the filter is held. */
function asHeld(b: Builder, v: Value): Value {
  const held = filterLayout(v.shape, b.block);
  return b.value(b.whole(v, held), v.shape, v.dtype, held);
}

/** Position of each axis of a layout that is written in the order of NCHW's axes. */
const layout = (g: Geometry, order: readonly number[]): number[] => order.map((i) => g.perm[i]!);

/** Pads an ONNX value by the window's borders at two of its axes. */
function bordered(
  b: Builder,
  name: string,
  g: Geometry,
  rank: number,
  axes: readonly [number, number],
): string {
  if ([...g.before, ...g.after].every((n) => n === 0)) return name;
  const pads = new Array<number>(2 * rank).fill(0);
  for (const i of [0, 1] as const) {
    pads[axes[i]] = g.before[i];
    pads[rank + axes[i]] = g.after[i];
  }
  return b.op("Pad", [name, b.ints(pads), b.number(0)]);
}

/**
 * One product over all pixels of the batch: the shifted inputs are rows [I * taps, pixels], those of
 * a channel below one another, and dy is [O, pixels], which gives the filter as it is held.
 */
function columns(b: Builder, x: Value, dy: Value, g: Geometry): Value {
  const { batch, kernel, strides, dilations, output, inChannels, outChannels } = g;
  const pixels = batch * output[0] * output[1];
  const padded = bordered(b, b.whole(x, layout(g, [1, 0, 2, 3])), g, 4, [2, 3]);
  const taps: string[] = [];
  for (let h = 0; h < kernel[0]; h++)
    for (let w = 0; w < kernel[1]; w++) {
      const begin = [h * dilations[0], w * dilations[1]];
      const end = [0, 1].map((i) => begin[i]! + (output[i]! - 1) * strides[i]! + 1);
      const tap = b.op("Slice", [
        padded,
        b.ints(begin),
        b.ints(end),
        b.ints([2, 3]),
        b.ints(strides),
      ]);
      taps.push(b.op("Reshape", [tap, b.ints([inChannels, pixels])]));
    }
  // Filters are held either with a channel's taps side by side or with a tap's channels.
  const held = filterLayout(filterShape(g), b.block);
  const channelsLast = held === OHWI;
  const rows = taps.length === 1 ? taps[0]! : b.op("Concat", taps, { axis: channelsLast ? 0 : 1 });
  const left = b.op("Reshape", [
    b.whole(dy, layout(g, [1, 0, 2, 3])),
    b.ints([outChannels, pixels]),
  ]);
  const right = b.op("Reshape", [rows, b.ints([inChannels * taps.length, pixels])]);
  const product = b.op("Gemm", [left, right], { transA: 0, transB: 1 });
  const shape = filterShape(g);
  const name = b.op("Reshape", [product, b.ints(permute(shape, held))]);
  return b.value(name, shape, "float32", held);
}

/**
 * One convolution, in which one of x and dy is the filter and the other the volume that it slides
 * over: images are channels, rows and columns are two axes of the volume and channels the third,
 * over which a filter of depth one does not reach. Each position of dy over x is one tap of the
 * gradient; what was a stride is the filter's dilation and the other way round. ONNX Runtime gathers
 * the volume block by block in its cache, so that nothing is copied but the volume into
 * channels-last order. Gathering is what costs: of large images the one with fewer channels is the
 * volume.
 */
function volume(b: Builder, x: Value, dy: Value, g: Geometry): Value {
  const { kernel, dilations, inChannels, outChannels } = g;
  const large = g.input[0] * g.input[1] >= APART;
  const pads = large && outChannels < inChannels ? mirrored(g) : null;
  if (!pads) {
    // Rows and columns behind the last window give positions that are no taps.
    const found = pair((i) => {
      const room = g.input[i] + g.before[i] + g.after[i] - (g.output[i] - 1) * g.strides[i] - 1;
      return Math.floor(room / dilations[i]) + 1;
    });
    return asHeld(b, b.value(slide(b, x, dy, g, g, found), filterShape(g), "float32", OHWI));
  }
  // x slides over dy the other way round: the last tap comes first.
  const taps = kernel[0] * kernel[1];
  const back = b.positions(`back:${taps}`, () =>
    Int32Array.from({ length: taps }, (_, i) => taps - 1 - i),
  );
  const rows = b.op("Reshape", [
    slide(b, dy, x, g, pads, kernel),
    b.ints([inChannels, taps, outChannels]),
  ]);
  const turned = b.op("Gather", [rows, back], { axis: 1 });
  const name = b.op("Reshape", [turned, b.ints([inChannels, ...kernel, outChannels])]);
  return asHeld(b, b.value(name, filterShape(g), "float32", [2, 0, 1, 3]));
}

/** The sums over `over` at each position of `window`, `found` of them, as [channels of window, kh, kw, channels of over]. */
function slide(
  b: Builder,
  over: Value,
  window: Value,
  g: Geometry,
  { before, after }: { before: Pair; after: Pair },
  found: Pair,
): string {
  const { batch, kernel, strides, dilations } = g;
  const at = g.perm;
  const sides = (v: Value): Pair => pair((i) => v.shape[at[i + 2]!]!);
  const [depth, filters] = [over.shape[at[1]!]!, window.shape[at[1]!]!];
  const [height, width] = sides(window);
  // Of large images each one makes a sum of its own, and need not change places with channels.
  const groups = height * width >= APART ? batch : 1;
  const slab = b.op("Reshape", [
    b.whole(over, layout(g, [0, 2, 3, 1])),
    b.ints([1, batch, ...sides(over), depth]),
  ]);
  const windows = b.op("Reshape", [
    b.whole(window, groups > 1 ? at : layout(g, [1, 0, 2, 3])),
    b.ints([filters * groups, batch / groups, height, width, 1]),
  ]);
  const partial = b.op("Conv", [slab, windows], {
    kernel_shape: [height, width, 1],
    group: groups,
    pads: [...before, 0, ...after, 0],
    dilations: [...strides, 1],
    strides: [...dilations, 1],
  });
  const split = b.op("Reshape", [partial, b.ints([groups, filters, ...found, depth])]);
  const extra = found[0] !== kernel[0] || found[1] !== kernel[1];
  const taps = extra
    ? b.op("Slice", [split, b.ints([0, 0]), b.ints(kernel), b.ints([2, 3]), b.ints([1, 1])])
    : split;
  if (groups > 1) return b.op("ReduceSum", [taps, b.ints([0])], { keepdims: 0 });
  return b.op("Reshape", [taps, b.ints([filters, ...kernel, depth])]);
}

/**
 * A product per image and row of taps: x is shifted by rows, which are whole slices of the padded
 * image as [pixels, I]; dy is shifted by columns, as [kw * O, pixels] of the padded width.
 */
function shifted(b: Builder, x: Value, dy: Value, g: Geometry): Value {
  const { batch, kernel, dilations, output, inChannels, outChannels } = g;
  const width = g.input[1] + g.before[1] + g.after[1];
  const rows = bordered(b, b.whole(x, layout(g, [0, 2, 3, 1])), g, 4, [1, 2]);
  const grad = b.whole(dy, g.perm);
  const moved = Array.from({ length: kernel[1] }, (_, w) => {
    const left = w * dilations[1];
    const right = width - output[1] - left;
    if (left === 0 && right === 0) return grad;
    return b.op("Pad", [grad, b.ints([0, 0, 0, left, 0, 0, 0, right]), b.number(0)]);
  });
  const wide = moved.length === 1 ? moved[0]! : b.op("Concat", moved, { axis: 1 });
  const flat = b.op("Reshape", [wide, b.ints([batch, kernel[1] * outChannels, output[0] * width])]);
  const products = Array.from({ length: kernel[0] }, (_, h) => {
    const top = h * dilations[0];
    const slice =
      kernel[0] === 1
        ? rows
        : b.op("Slice", [rows, b.ints([top]), b.ints([top + output[0]]), b.ints([1]), b.ints([1])]);
    const pixels = b.op("Reshape", [slice, b.ints([batch, output[0] * width, inChannels])]);
    return b.op("ReduceSum", [b.op("MatMul", [flat, pixels]), b.ints([0])], { keepdims: 0 });
  });
  const all = products.length === 1 ? products[0]! : b.op("Concat", products, { axis: 0 });
  const name = b.op("Reshape", [all, b.ints([...kernel, outChannels, inChannels])]);
  return asHeld(b, b.value(name, filterShape(g), "float32", [0, 1, 3, 2]));
}
