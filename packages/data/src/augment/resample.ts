interface Size {
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
}

/** Bits of fraction of a filter weight, Pillow's `PRECISION_BITS`. */
const BITS = 22;
const HALF = 1 << (BITS - 1);

/** For each output pixel of an axis the first source pixel, how many count, and their weights. */
interface Filter {
  first: Int32Array;
  count: Int32Array;
  /** `taps` a pixel, fixed point. */
  weights: Int32Array;
  taps: number;
}

/**
 * Resamples interleaved RGB bit for bit as Pillow's `Image.resize(size, BILINEAR)` (libImaging
 * Resample.c): a triangle filter as wide as the scale when shrinking, columns first, rounded to 8 bits
 * in between.
 */
export function resampleBilinear(rgb: Uint8Array, from: Size, to: Size): Uint8Array {
  const narrow =
    to.width === from.width ? rgb : resampleRows(rgb, from, triangle(from.width, to.width));
  if (to.height === from.height) return narrow;
  return resampleColumns(narrow, to.width * 3, triangle(from.height, to.height));
}

/**
 * Takes the source pixel under each output pixel's centre, as Pillow's `Image.resize(size, NEAREST)`
 * (libImaging Geometry.c, whose running sum of positions is kept so that ties fall alike).
 *
 * @param labels one value a pixel
 */
export function resampleNearest(labels: Uint8Array, from: Size, to: Size): Uint8Array {
  const columns = nearest(from.width, to.width);
  const rows = nearest(from.height, to.height);
  const result = new Uint8Array(to.width * to.height);
  for (let y = 0, i = 0; y < to.height; y++) {
    const row = rows[y]! * from.width;
    for (let x = 0; x < to.width; x++, i++) result[i] = labels[row + columns[x]!]!;
  }
  return result;
}

function nearest(from: number, to: number): Int32Array {
  const step = from / to;
  let position = step * 0.5;
  return Int32Array.from({ length: to }, () => {
    const index = Math.min(from - 1, Math.floor(position));
    position += step;
    return index;
  });
}

function triangle(from: number, to: number): Filter {
  const scale = from / to;
  const support = Math.max(1, scale);
  const taps = Math.ceil(support) * 2 + 1;
  const filter: Filter = {
    first: new Int32Array(to),
    count: new Int32Array(to),
    weights: new Int32Array(to * taps),
    taps,
  };
  const raw = new Float64Array(taps);
  for (let i = 0; i < to; i++) {
    const center = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(from, Math.trunc(center + support + 0.5)) - first;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      raw[k] = Math.max(0, 1 - Math.abs((k + first - center + 0.5) * (1 / support)));
      sum += raw[k]!;
    }
    for (let k = 0; k < count; k++) {
      filter.weights[i * taps + k] = Math.trunc(0.5 + (raw[k]! / sum) * (1 << BITS));
    }
    filter.first[i] = first;
    filter.count[i] = count;
  }
  return filter;
}

function resampleRows(rgb: Uint8Array, { width, height }: Size, filter: Filter): Uint8Array {
  const { first, count, weights, taps } = filter;
  const result = new Uint8Array(first.length * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < first.length; x++, to += 3) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let at = (y * width + first[x]!) * 3;
      const end = x * taps + count[x]!;
      for (let k = x * taps; k < end; k++, at += 3) {
        const weight = weights[k]!;
        red = (red + rgb[at]! * weight) | 0;
        green = (green + rgb[at + 1]! * weight) | 0;
        blue = (blue + rgb[at + 2]! * weight) | 0;
      }
      result[to] = red >> BITS;
      result[to + 1] = green >> BITS;
      result[to + 2] = blue >> BITS;
    }
  }
  return result;
}

/** @param stride values a row */
function resampleColumns(values: Uint8Array, stride: number, filter: Filter): Uint8Array {
  const { first, count, weights, taps } = filter;
  const result = new Uint8Array(first.length * stride);
  const sums = new Int32Array(stride);
  for (let y = 0; y < first.length; y++) {
    sums.fill(HALF);
    for (let k = 0; k < count[y]!; k++) {
      const weight = weights[y * taps + k]!;
      const row = (first[y]! + k) * stride;
      for (let x = 0; x < stride; x++) sums[x] = sums[x]! + values[row + x]! * weight;
    }
    for (let x = 0; x < stride; x++) result[y * stride + x] = sums[x]! >> BITS;
  }
  return result;
}
