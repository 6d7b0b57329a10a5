import type { Random } from "../synthetic/random.ts";

/** An image and its labels, kept in step by every transform. */
export interface Sample {
  /** Interleaved RGB, height x width x 3, 0..255. */
  readonly rgb: Uint8Array;
  /** One class id a pixel, height x width. */
  readonly labels: Uint8Array;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/**
 * One random change. `apply` never writes to the sample that it is given, so a cached sample can be
 * augmented anew each epoch.
 */
export interface Transform {
  readonly name: string;
  /** Probability that `compose` applies it, 0 to 1. */
  readonly p: number;
  apply(sample: Sample, random: Random): Sample;
}

/** What every transform takes. */
export interface TransformOptions {
  /** Probability that `compose` applies it, 0 to 1; 0.5 by default, as in Albumentations. */
  p?: number;
}

/** Lowest and highest value that is drawn. */
export type Interval = readonly [low: number, high: number];

/** @throws RangeError if the interval is not two ascending numbers from `least` up */
export function checkInterval(name: string, [low, high]: Interval, least = -Infinity): void {
  if (!(low >= least && high >= low && high < Infinity)) {
    const floor = least === -Infinity ? "" : ` of at least ${least}`;
    throw new RangeError(`${name} takes two ascending numbers${floor}, not ${low} and ${high}`);
  }
}
