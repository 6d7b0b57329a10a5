import { argMax, type Baseline, classIndex, type RgbImage } from "./model.ts";

/** Bits kept of each colour channel. */
const BITS = 4;
const COLORS = 1 << (3 * BITS);
/** Coarse cells of the position. */
const GRID = 7;
/** Pseudo-counts, so that what was never seen is unlikely instead of impossible. */
const ALPHA = 1;
/** Side of the window (2 r + 1) over which neighbouring pixels' evidence is averaged. */
const RADIUS = 2;

const colorOf = (rgb: Uint8Array, pixel: number): number => {
  const shift = 8 - BITS;
  const [r, g, b] = [rgb[3 * pixel]!, rgb[3 * pixel + 1]!, rgb[3 * pixel + 2]!];
  return ((r >> shift) << (2 * BITS)) | ((g >> shift) << BITS) | (b >> shift);
};

const cellOf = ({ width, height }: RgbImage, x: number, y: number): number =>
  Math.floor((y * GRID) / height) * GRID + Math.floor((x * GRID) / width);

/**
 * Naive Bayes on quantised colour and coarse position:
 * `argmax_c log P(colour | c) + log P(cell | c) + log P(c)`, evidence averaged over a small window.
 */
export const colorHistogram: Baseline = (training, classIds) => {
  const K = classIds.length;
  const index = classIndex(classIds);
  const colors = new Float32Array(COLORS * K).fill(ALPHA);
  const cells = new Float32Array(GRID * GRID * K).fill(ALPHA);
  const totals = new Float32Array(K).fill(ALPHA);
  for (const image of training) {
    for (let y = 0; y < image.height; y++) {
      for (let x = 0; x < image.width; x++) {
        const pixel = y * image.width + x;
        const k = index[image.labels[pixel]!]!;
        if (k >= K) continue;
        colors[colorOf(image.rgb, pixel) * K + k]!++;
        cells[cellOf(image, x, y) * K + k]!++;
        totals[k]!++;
      }
    }
  }
  const sum = totals.reduce((a, b) => a + b, 0);
  for (let i = 0; i < colors.length; i++) {
    colors[i] = Math.log(colors[i]! / (totals[i % K]! + COLORS * ALPHA));
  }
  for (let i = 0; i < cells.length; i++) {
    const k = i % K;
    cells[i] =
      Math.log(cells[i]! / (totals[k]! + GRID * GRID * ALPHA)) + Math.log(totals[k]! / sum);
  }

  return (image) => {
    const { width, height, rgb } = image;
    const labels = new Uint8Array(width * height);
    const columns = new Float32Array(width * K);
    const scores = new Float32Array(K);
    const window = 2 * RADIUS + 1;
    const add = (y: number, sign: number): void => {
      const row = Math.min(Math.max(y, 0), height - 1) * width;
      for (let x = 0; x < width; x++) {
        const from = colorOf(rgb, row + x) * K;
        for (let k = 0; k < K; k++) columns[x * K + k]! += sign * colors[from + k]!;
      }
    };
    for (let y = -RADIUS; y < RADIUS; y++) add(y, 1);
    for (let y = 0; y < height; y++) {
      add(y + RADIUS, 1);
      for (let x = 0; x < width; x++) {
        const cell = cellOf(image, x, y) * K;
        scores.fill(0);
        for (let dx = -RADIUS; dx <= RADIUS; dx++) {
          const column = Math.min(Math.max(x + dx, 0), width - 1) * K;
          for (let k = 0; k < K; k++) scores[k]! += columns[column + k]!;
        }
        for (let k = 0; k < K; k++) scores[k] = scores[k]! / (window * window) + cells[cell + k]!;
        labels[y * width + x] = classIds[argMax(scores, 0, K)]!;
      }
      add(y - RADIUS, -1);
    }
    return labels;
  };
};
