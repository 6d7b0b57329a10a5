import type { ClassIndex } from "./class-index.ts";
import { RasterSizeError, TruthLabelError } from "./errors.ts";
import type { LabelRaster } from "./label-raster.ts";
import { meanDefined, ratio } from "./ratio.ts";

export interface BoundaryOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Width of the band along a boundary as a share of the image's diagonal. Default 0.02. */
  readonly dilationRatio?: number;
}

/** Pixels in the boundary bands, by the position of the class. Adds up over images. */
export interface BoundaryCounts {
  readonly ids: readonly number[];
  /** In the band of the class in truth and in prediction. */
  readonly both: Float64Array;
  readonly truth: Float64Array;
  readonly prediction: Float64Array;
}

export interface BoundaryScores {
  /** Mean over the classes with a boundary in the truth; null: there is none. In [0, 1]. */
  readonly meanIou: number | null;
  readonly perClass: { readonly id: number; readonly iou: number | null }[];
}

/**
 * The bands that Boundary IoU compares (Cheng et al. 2021, "Boundary IoU", equation 2): pixels of a
 * class no further than d = ratio x diagonal, rounded and at least 1, from a pixel that is not of
 * that class or from outside the image, by chessboard distance.
 *
 * Void pixels of the truth bound their neighbours like any other label but are not counted.
 *
 * @throws RasterSizeError, TruthLabelError as `countConfusion` does
 */
export function countBoundary(
  classes: ClassIndex,
  truth: LabelRaster,
  prediction: LabelRaster,
  options: BoundaryOptions,
): BoundaryCounts {
  const { width, height } = options;
  const d = boundaryDistance(options);
  const truthBand = boundaryBand(truth, width, height, d);
  const predictionBand = boundaryBand(prediction, width, height, d);
  const n = classes.ids.length;
  const counts = emptyBoundary(classes.ids);
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i]!;
    if (t === classes.voidId) continue;
    const row = classes.columnOf[t]!;
    if (row === n) throw new TruthLabelError(t, i);
    const column = classes.columnOf[prediction[i]!]!;
    if (truthBand[i]) counts.truth[row]!++;
    if (predictionBand[i] && column < n) {
      counts.prediction[column]!++;
      if (truthBand[i] && row === column) counts.both[row]!++;
    }
  }
  return counts;
}

export function emptyBoundary(ids: readonly number[]): BoundaryCounts {
  const zeros = () => new Float64Array(ids.length);
  return { ids: [...ids], both: zeros(), truth: zeros(), prediction: zeros() };
}

/** Adds `counts` into `sum` in place. @throws RangeError when their class lists differ */
export function addBoundary(sum: BoundaryCounts, counts: BoundaryCounts): void {
  if (sum.ids.length !== counts.ids.length || sum.ids.some((id, i) => id !== counts.ids[i])) {
    throw new RangeError("Boundary counts of different class lists cannot be added.");
  }
  for (const part of ["both", "truth", "prediction"] as const) {
    for (let i = 0; i < sum.ids.length; i++) sum[part][i]! += counts[part][i]!;
  }
}

export function boundaryScores({ ids, both, truth, prediction }: BoundaryCounts): BoundaryScores {
  const perClass = ids.map((id, i) => ({
    id,
    iou: ratio(both[i]!, truth[i]! + prediction[i]! - both[i]!),
  }));
  return {
    meanIou: meanDefined(perClass.filter((_, i) => truth[i]! > 0).map((score) => score.iou)),
    perClass,
  };
}

/** Width of the band in pixels. */
export function boundaryDistance({ width, height, dilationRatio = 0.02 }: BoundaryOptions): number {
  if (!(dilationRatio > 0)) throw new RangeError(`Dilation ratio ${dilationRatio} is not above 0.`);
  return Math.max(1, Math.round(dilationRatio * Math.hypot(width, height)));
}

/**
 * 1 where the square of 2 d + 1 pixels around a pixel leaves the image or holds another label.
 * Two passes of run lengths, whatever d is.
 */
function boundaryBand(labels: LabelRaster, width: number, height: number, d: number): Uint8Array {
  if (labels.length !== width * height) {
    throw new RasterSizeError("A label raster", width * height, labels.length);
  }
  const reach = 2 * d + 1;
  const inRow = new Uint8Array(labels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0, run = 0; x < width; x++) {
      const i = y * width + x;
      run = x > 0 && labels[i] === labels[i - 1] ? run + 1 : 1;
      if (run >= reach) inRow[i - d] = 1;
    }
  }
  const band = new Uint8Array(labels.length).fill(1);
  const run = new Uint32Array(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!inRow[i]) run[x] = 0;
      else run[x] = y > 0 && labels[i] === labels[i - width] ? run[x]! + 1 : 1;
      if (run[x]! >= reach) band[i - d * width] = 0;
    }
  }
  return band;
}
