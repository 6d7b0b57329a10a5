import type { Sample } from "./sample.ts";

/** Rows [a, b, c] and [d, e, f] of x' = a x + b y + c, y' = d x + e y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** OpenCV's fixed point: positions in 1/1024 pixel, of which linear interpolation keeps 1/32. */
const POSITION_BITS = 10;
const FRACTION_BITS = 5;
const FRACTIONS = 1 << FRACTION_BITS;

/** To the nearest whole number, ties to even, as `cvRound`. */
function roundEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** Mirrors an index about the centres of the first and last pixel: `BORDER_REFLECT_101`. */
function reflect(index: number, size: number): number {
  if (size === 1) return 0;
  let i = index;
  while (i < 0 || i >= size) i = i < 0 ? -i : 2 * size - 2 - i;
  return i;
}

/**
 * Moves a sample by a matrix from old to new positions, its size kept, as OpenCV 4.6's `warpAffine`
 * to the bit: the image by linear interpolation, labels by the nearest pixel, what comes from outside
 * mirrored (BORDER_REFLECT_101).
 *
 * @throws RangeError if the matrix can't be inverted
 */
export function warpAffine(sample: Sample, matrix: Affine): Sample {
  const { rgb, labels, width, height } = sample;
  const [a, b, c, d, e, f] = invert(matrix);
  const scale = 1 << POSITION_BITS;
  const along = Int32Array.from({ length: width }, (_, x) => roundEven(a * x * scale));
  const down = Int32Array.from({ length: width }, (_, x) => roundEven(d * x * scale));
  const warpedRgb = new Uint8Array(rgb.length);
  const warpedLabels = new Uint8Array(labels.length);
  const fine = POSITION_BITS - FRACTION_BITS;
  for (let y = 0, to = 0; y < height; y++) {
    const rowX = roundEven((b * y + c) * scale);
    const rowY = roundEven((e * y + f) * scale);
    for (let x = 0; x < width; x++, to++) {
      const [fromX, fromY] = [rowX + along[x]!, rowY + down[x]!];
      const half = scale >> 1;
      const nearX = reflect((fromX + half) >> POSITION_BITS, width);
      const nearY = reflect((fromY + half) >> POSITION_BITS, height);
      warpedLabels[to] = labels[nearY * width + nearX]!;

      const halfFine = scale >> (FRACTION_BITS + 1);
      const [px, py] = [(fromX + halfFine) >> fine, (fromY + halfFine) >> fine];
      const [u, v] = [px & (FRACTIONS - 1), py & (FRACTIONS - 1)];
      const [left, top] = [px >> FRACTION_BITS, py >> FRACTION_BITS];
      const [x0, x1] = [reflect(left, width), reflect(left + 1, width)];
      const [y0, y1] = [reflect(top, height) * width, reflect(top + 1, height) * width];
      for (let k = 0; k < 3; k++) {
        const upper = rgb[3 * (y0 + x0) + k]! * (FRACTIONS - u) + rgb[3 * (y0 + x1) + k]! * u;
        const lower = rgb[3 * (y1 + x0) + k]! * (FRACTIONS - u) + rgb[3 * (y1 + x1) + k]! * u;
        const sum = upper * (FRACTIONS - v) + lower * v;
        warpedRgb[3 * to + k] = (sum + FRACTIONS ** 2 / 2) >> (2 * FRACTION_BITS);
      }
    }
  }
  return { rgb: warpedRgb, labels: warpedLabels, width, height };
}

function invert([a, b, c, d, e, f]: Affine): Affine {
  const determinant = a * e - b * d;
  if (determinant === 0) throw new RangeError("the matrix flattens the image");
  const inverse = 1 / determinant;
  const [ia, ib, id, ie] = [e * inverse, -b * inverse, -d * inverse, a * inverse];
  return [ia, ib, -ia * c - ib * f, id, ie, -id * c - ie * f];
}
