/** An RGB image, `rgb[3 * (y * width + x) + channel]`, values 0..255. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** An image with the class id of each pixel, row by row. */
export interface LabelledImage extends RgbImage {
  readonly labels: Uint8Array | Uint16Array;
}

/** Predicts a class id for each pixel of an image. */
export type Predictor = (image: RgbImage) => Uint8Array;

/** A baseline: learns from labelled images alone and answers with a predictor. */
export type Baseline = (
  training: readonly LabelledImage[],
  classIds: readonly number[],
  seed: number,
) => Predictor;

/** Index of each class id in `classIds`; 255 for what is no class. */
export function classIndex(classIds: readonly number[]): Uint8Array {
  const index = new Uint8Array(65_536).fill(255);
  for (const [position, id] of classIds.entries()) index[id] = position;
  return index;
}

/** Position of the largest of `count` values from `offset` on; the first one on a tie. */
export function argMax(values: Float32Array | Uint32Array, offset: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) {
    if (values[offset + k]! > values[offset + best]!) best = k;
  }
  return best;
}
