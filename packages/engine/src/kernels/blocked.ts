import type { Builder } from "../graph/builder.ts";
import { OHWI, OIHW } from "../graph/layout.ts";
import type { Value } from "../graph/value.ts";
import type { Geometry, Pair } from "./geometry.ts";

/**
 * Convolutions by ONNX Runtime's operators that hold channels in blocks, as wide as a vector
 * register: up to twice as fast as its plain Conv, and the more so the fewer filters or pixels there
 * are. Images are brought into blocks and back, at a hundredth of the time. Filters must come as
 * [O / block, I / block, kh, kw, block of I, block of O]; those with fewer input channels than a
 * block as [O / block, I, kh, kw, block of O], over images that are not in blocks.
 */
interface Window {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly pads: readonly number[];
}

const multiple = (n: number, block: number): number => Math.ceil(n / block) * block;
const fits = (channels: number, block: number): boolean =>
  block > 0 && (channels % block === 0 || channels < block);

/** The convolution of x [N, I, H, W] with filters that are in blocks, as [N, O, H', W']. */
function convolve(
  b: Builder,
  x: string,
  filters: string,
  bias: string | null,
  [from, to]: readonly [number, number],
  { kernel, strides, dilations, pads }: Window,
): string {
  const image = from < b.block ? x : b.blocked("ReorderInput", [x]);
  const y = b.blocked("Conv", [image, filters, ...(bias ? [bias] : [])], {
    ...{ kernel_shape: kernel, strides, dilations, pads, group: 1 },
  });
  return b.blocked("ReorderOutput", [y], { channels: to });
}

/** Appends zeros to the first axis of an array of `rank` axes, up to whole blocks. */
function filledUp(b: Builder, name: string, length: number, rank: number): string {
  const missing = multiple(length, b.block) - length;
  if (missing === 0) return name;
  const none = new Array<number>(rank).fill(0);
  return b.op("Pad", [name, b.ints([...none, missing, ...none.slice(1)]), b.number(0)]);
}

/** y = conv(x, filter) + bias as [N, O, H', W'], or null where the channels make no blocks. */
export function blockedConv(
  b: Builder,
  x: Value,
  filter: Value,
  bias: Value | undefined,
  g: Geometry,
): string | null {
  const { inChannels: from, outChannels: to, kernel, before, after } = g;
  if (!fits(from, b.block)) return null;
  const filters = from < b.block ? narrow(b, filter, g) : wide(b, filter, g);
  const offsets = bias ? filledUp(b, b.whole(bias), to, 1) : null;
  const window = { ...g, kernel, pads: [...before, ...after] };
  return convolve(b, b.whole(x, g.perm), filters, offsets, [from, to], window);
}

/** Filters over fewer channels than a block. */
function narrow(b: Builder, filter: Value, g: Geometry): string {
  const { inChannels: from, outChannels: to, kernel } = g;
  const whole = filledUp(b, b.whole(filter, OIHW), to, 4);
  const padded = multiple(to, b.block);
  const plane = b.reshaped(
    whole,
    [padded, from, ...kernel],
    [1, padded, from, kernel[0] * kernel[1]],
  );
  const reordered = b.blocked("ReorderInput", [plane]);
  return b.op("Reshape", [reordered, b.ints([padded, from, ...kernel])]);
}

/** Filters over whole blocks of channels. */
function wide(b: Builder, filter: Value, g: Geometry): string {
  const { block } = b;
  const { inChannels: from, outChannels: to, kernel } = g;
  const taps = kernel[0] * kernel[1];
  const whole = filledUp(b, b.whole(filter, OHWI), to, 4);
  const padded = multiple(to, block);
  const plane = b.op("Reshape", [whole, b.ints([1, padded, taps, from])]);
  // Now [O / block, taps, I / block, block, block]: taps and blocks of I change places.
  let cut = b.blocked("ReorderInput", [plane]);
  if (taps > 1 && from > block) {
    const [m, n] = [padded / block, from / block];
    const order = b.positions(`tiles:${m},${taps},${n}`, () =>
      positions([m, n, taps], ([o, i, t]) => (o! * taps + t!) * n + i!),
    );
    cut = b.op("Gather", [b.op("Reshape", [cut, b.ints([-1, block * block])]), order], { axis: 0 });
  }
  return b.op("Reshape", [cut, b.ints([padded, from, ...kernel])]);
}

/**
 * The gradient of the input at stride one, [N, I, H, W], as a convolution of dy with filters that are
 * turned round; null where the channels make no blocks.
 */
export function blockedInputGradient(
  b: Builder,
  dy: Value,
  filter: Value,
  g: Geometry,
  pads: readonly number[],
): string | null {
  const { block } = b;
  const { inChannels: to, outChannels: from, kernel } = g;
  if (!fits(from, block) || to % block !== 0) return null;
  const taps = kernel[0] * kernel[1];
  // Rows of one block of I, held as [O, taps, I / block], go where a filter from O to I has them.
  const n = to / block;
  const [outer, inner] = from < block ? [1, from] : [from / block, block];
  const order = b.positions(`turned:${from},${taps},${n}`, () =>
    positions([n, outer, from < block ? inner : taps, from < block ? taps : inner], (at) => {
      const [i, o] = at as [number, number, number, number];
      const [k, t] = from < block ? [at[2]!, at[3]!] : [at[3]!, at[2]!];
      return ((o * block + k) * taps + taps - 1 - t) * n + i;
    }),
  );
  const rows = b.op("Reshape", [b.whole(filter, OHWI), b.ints([-1, block])]);
  const turned = b.op("Gather", [rows, order], { axis: 0 });
  const filters = b.op("Reshape", [turned, b.ints([to, from, ...kernel])]);
  const window = { kernel, strides: [1, 1] as const, dilations: g.dilations, pads };
  return convolve(b, b.whole(dy, g.perm), filters, null, [from, to], window);
}

/** `position` of every index of an array of shape `dims`, in row-major order. */
function positions(
  dims: readonly number[],
  position: (index: readonly number[]) => number,
): Int32Array {
  const list = new Int32Array(dims.reduce((product, n) => product * n, 1));
  const index = dims.map(() => 0);
  for (let at = 0; at < list.length; at++) {
    list[at] = position(index);
    for (let axis = dims.length - 1; axis >= 0 && ++index[axis]! === dims[axis]; axis--)
      index[axis] = 0;
  }
  return list;
}
