import { type ConfusionMatrix, classTotals, presentIds, sumMatrices } from "./confusion-matrix.ts";
import { xoshiro128 } from "./random.ts";

export interface BootstrapOptions {
  /** Number of resamples. Default 1000. */
  readonly resamples?: number;
  /** Share of the resamples inside the interval, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** Equal seeds give equal results. Default 1. */
  readonly seed?: number;
  /** The classes to take the mean over; by default those in the truth of all images together. */
  readonly fixedIds?: readonly number[];
}

/** Percentile interval (Efron 1979) of a mean IoU or of a difference of two. */
export interface Interval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

export interface Comparison extends Interval {
  /** Share of resamples in which a has the higher mean IoU; equal ones count half. */
  readonly probability: number;
}

/** Interval of the mean IoU when images are drawn anew with replacement. Null: nothing to score. */
export function bootstrapMeanIou(
  images: readonly ConfusionMatrix[],
  options: BootstrapOptions = {},
): Interval | null {
  const [sample] = meanIouSamples([images], options) ?? [];
  return sample ? interval(sample, options) : null;
}

/**
 * Mean IoU of submission a minus that of b, on the same images drawn together (paired bootstrap).
 *
 * @param a matrices by image; b: the same images in the same order
 * @throws RangeError when the numbers of images differ
 */
export function compareSubmissions(
  a: readonly ConfusionMatrix[],
  b: readonly ConfusionMatrix[],
  options: BootstrapOptions = {},
): Comparison | null {
  if (a.length !== b.length) {
    throw new RangeError(`Submissions of ${a.length} and ${b.length} images cannot be compared.`);
  }
  const samples = meanIouSamples([a, b], options);
  if (!samples) return null;
  const differences = samples[0]!.map((value, i) => value - samples[1]![i]!);
  const range = interval(differences, options);
  if (!range) return null;
  const drawn = differences.subarray(1).filter((d) => !Number.isNaN(d));
  const wins = drawn.reduce((sum, d) => sum + (d > 0 ? 1 : d === 0 ? 0.5 : 0), 0);
  return { ...range, probability: wins / drawn.length };
}

/** For each submission: the mean IoU of all images, then that of each resample. */
function meanIouSamples(
  submissions: readonly (readonly ConfusionMatrix[])[],
  { resamples = 1000, seed = 1, fixedIds }: BootstrapOptions,
): Float64Array[] | null {
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(`${resamples} is not a number of resamples; use a whole number above 0.`);
  }
  const first = submissions[0]![0];
  if (!first) return null;
  const sums = submissions.map((matrices) => sumMatrices(first.ids, matrices));
  const members = new Set(fixedIds ?? presentIds(sums[0]!));
  const positions = first.ids.flatMap((id, i) => (members.has(id) ? [i] : []));
  if (positions.length === 0) return null;
  const tables = submissions.map((matrices) => totalsTable(matrices, positions));
  const images = submissions[0]!.length;
  const weights = new Uint32Array(images).fill(1);
  const samples = tables.map(() => new Float64Array(resamples + 1));
  const random = xoshiro128(seed);
  for (let sample = 0; sample <= resamples; sample++) {
    if (sample > 0) draw(weights, random);
    for (const [s, table] of tables.entries()) {
      samples[s]![sample] = weightedMeanIou(table, weights, positions.length);
    }
  }
  return samples;
}

/** How often each image occurs when as many images are drawn with replacement. */
function draw(weights: Uint32Array, random: () => number): void {
  weights.fill(0);
  for (let i = 0; i < weights.length; i++) {
    weights[Math.floor((random() / 2 ** 32) * weights.length)]!++;
  }
}

/** By image and class: hits, union. */
function totalsTable(matrices: readonly ConfusionMatrix[], positions: number[]): Float64Array {
  const table = new Float64Array(matrices.length * positions.length * 2);
  let at = 0;
  for (const matrix of matrices) {
    const { hits, truth, predicted } = classTotals(matrix);
    for (const i of positions) {
      table[at++] = hits[i]!;
      table[at++] = truth[i]! + predicted[i]! - hits[i]!;
    }
  }
  return table;
}

/** A class that is nowhere in the drawn images is left out of that draw's mean; NaN: all are. */
function weightedMeanIou(table: Float64Array, weights: Uint32Array, classes: number): number {
  const sums = new Float64Array(classes * 2);
  for (let image = 0, at = 0; image < weights.length; image++) {
    const weight = weights[image]!;
    for (let k = 0; k < sums.length; k++) sums[k]! += weight * table[at++]!;
  }
  let total = 0;
  let defined = 0;
  for (let k = 0; k < sums.length; k += 2) {
    if (sums[k + 1] === 0) continue;
    total += sums[k]! / sums[k + 1]!;
    defined++;
  }
  return total / defined;
}

function interval(samples: Float64Array, options: BootstrapOptions): Interval | null {
  const { confidence = 0.95 } = options;
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`Confidence ${confidence} is not between 0 and 1.`);
  }
  const estimate = samples[0]!;
  // A draw of nothing but void images has no mean IoU and says nothing about the interval.
  const sorted = samples
    .subarray(1)
    .filter((s) => !Number.isNaN(s))
    .sort();
  if (Number.isNaN(estimate) || sorted.length === 0) return null;
  return {
    estimate,
    lower: quantile(sorted, (1 - confidence) / 2),
    upper: quantile(sorted, (1 + confidence) / 2),
  };
}

/** Linear interpolation between order statistics (Hyndman and Fan 1996, type 7). */
function quantile(sorted: Float64Array, q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}
