import { roundHalfEven } from "./rounding.ts";

/** Tiles along each side. */
const GRID = 8;
const BINS = 256;
const { fround } = Math;

/**
 * Contrast limited adaptive histogram equalization of one plane (Zuiderveld, Graphics Gems IV, 1994)
 * as OpenCV 4 computes it on 8 x 8 tiles (modules/imgproc/src/clahe.cpp), in single precision. An
 * image that 8 does not divide on both sides is padded by reflection at the right and the bottom, by
 * a whole 8 on a side that was even.
 *
 * @param plane height x width values, 0..255
 * @param clipLimit how often a bin may exceed the mean bin, above 0
 * @returns a new plane
 */
export function equalizeAdaptively(
  plane: Uint8Array,
  width: number,
  height: number,
  clipLimit: number,
): Uint8Array {
  const even = width % GRID === 0 && height % GRID === 0;
  const tileWidth = (width + (even ? 0 : GRID - (width % GRID))) / GRID;
  const tileHeight = (height + (even ? 0 : GRID - (height % GRID))) / GRID;
  const columns = reflected(tileWidth * GRID, width);
  const rows = reflected(tileHeight * GRID, height);

  const tables = new Uint8Array(GRID * GRID * BINS);
  const histogram = new Int32Array(BINS);
  for (let tile = 0; tile < GRID * GRID; tile++) {
    const left = (tile % GRID) * tileWidth;
    const top = Math.floor(tile / GRID) * tileHeight;
    histogram.fill(0);
    for (let y = top; y < top + tileHeight; y++) {
      const row = rows[y]! * width;
      for (let x = left; x < left + tileWidth; x++) histogram[plane[row + columns[x]!]!]!++;
    }
    clipHistogram(histogram, clipLimit, tileWidth * tileHeight);
    accumulate(histogram, tileWidth * tileHeight, tables, tile * BINS);
  }
  return interpolate(plane, width, height, tables, tileWidth, tileHeight);
}

/** Source index of each padded index, mirrored without repeating the edge. */
function reflected(padded: number, size: number): Int32Array {
  const period = Math.max(1, 2 * size - 2);
  return Int32Array.from({ length: padded }, (_, i) => {
    const at = i % period;
    return at < size ? at : period - at;
  });
}

/** Cuts bins at the limit and spreads what was cut over all, the remainder at even steps. */
function clipHistogram(histogram: Int32Array, clipLimit: number, pixels: number): void {
  const limit = Math.max(1, Math.trunc((clipLimit * pixels) / BINS));
  let clipped = 0;
  for (let i = 0; i < BINS; i++) {
    const excess = histogram[i]! - limit;
    if (excess <= 0) continue;
    clipped += excess;
    histogram[i] = limit;
  }
  const share = Math.trunc(clipped / BINS);
  let rest = clipped - share * BINS;
  for (let i = 0; i < BINS; i++) histogram[i]! += share;
  const step = Math.max(1, Math.trunc(BINS / rest));
  for (let i = 0; i < BINS && rest > 0; i += step, rest--) histogram[i]!++;
}

/** Writes a tile's cumulative histogram, scaled to 0..255, into `tables`. */
function accumulate(histogram: Int32Array, pixels: number, tables: Uint8Array, at: number): void {
  const scale = fround((BINS - 1) / pixels);
  let sum = 0;
  for (let i = 0; i < BINS; i++) {
    sum += histogram[i]!;
    tables[at + i] = Math.min(255, roundHalfEven(fround(sum * scale)));
  }
}

/** Each pixel through the tables of the four nearest tile centres, blended bilinearly. */
function interpolate(
  plane: Uint8Array,
  width: number,
  height: number,
  tables: Uint8Array,
  tileWidth: number,
  tileHeight: number,
): Uint8Array {
  const across = neighbours(width, tileWidth, BINS);
  const down = neighbours(height, tileHeight, BINS * GRID);
  const result = new Uint8Array(plane.length);
  for (let y = 0, i = 0; y < height; y++) {
    const upper = down.before[y]!;
    const lower = down.after[y]!;
    const toLower = down.weight[y]!;
    const toUpper = fround(1 - toLower);
    for (let x = 0; x < width; x++, i++) {
      const value = plane[i]!;
      const left = across.before[x]! + value;
      const right = across.after[x]! + value;
      const toRight = across.weight[x]!;
      const toLeft = fround(1 - toRight);
      const above = fround(
        fround(tables[upper + left]! * toLeft) + fround(tables[upper + right]! * toRight),
      );
      const below = fround(
        fround(tables[lower + left]! * toLeft) + fround(tables[lower + right]! * toRight),
      );
      result[i] = roundHalfEven(fround(fround(above * toUpper) + fround(below * toLower)));
    }
  }
  return result;
}

/** For each pixel of an axis the offsets of the tile centres before and after, and the latter's weight. */
function neighbours(size: number, tileSize: number, stride: number) {
  const before = new Int32Array(size);
  const after = new Int32Array(size);
  const weight = new Float32Array(size);
  const inverse = fround(1 / tileSize);
  for (let i = 0; i < size; i++) {
    const at = fround(fround(i * inverse) - 0.5);
    const tile = Math.floor(at);
    before[i] = Math.max(tile, 0) * stride;
    after[i] = Math.min(tile + 1, GRID - 1) * stride;
    weight[i] = at - tile;
  }
  return { before, after, weight };
}
