import { describe, expect, it } from "vitest";
import {
  bootstrapMeanIou,
  type ConfusionMatrix,
  compareSubmissions,
  overallScores,
  presentIds,
  sumMatrices,
} from "./index.ts";
import { xoshiro128 } from "./random.ts";

const ids = [1, 2];

/** Images whose two classes have `right[i]` of 100 pixels right and the rest predicted as the other. */
function submission(right: number[]): ConfusionMatrix[] {
  return right.map((hits) => ({
    ids,
    counts: Float64Array.of(hits, 100 - hits, 0, 100 - hits, hits, 0),
  }));
}

const spread = submission(Array.from({ length: 40 }, (_, i) => 50 + i));

/** Draws images and sums whole matrices, as the definition says. */
function slowSamples(images: ConfusionMatrix[], resamples: number, seed: number): number[] {
  const random = xoshiro128(seed);
  const fixed = presentIds(sumMatrices(ids, images));
  return Array.from({ length: resamples }, () => {
    const drawn = images.map(() => images[Math.floor((random() / 2 ** 32) * images.length)]!);
    return overallScores(sumMatrices(ids, drawn), fixed).meanIou!;
  });
}

describe("bootstrapMeanIou", () => {
  it("is the percentile interval of resampled sums", () => {
    const sorted = slowSamples(spread, 201, 5).sort((a, b) => a - b);
    const interval = bootstrapMeanIou(spread, { resamples: 201, seed: 5, confidence: 0.9 });
    expect(interval?.estimate).toBeCloseTo(overallScores(sumMatrices(ids, spread)).meanIou!, 14);
    expect(interval?.lower).toBeCloseTo(sorted[10]!, 14);
    expect(interval?.upper).toBeCloseTo(sorted[190]!, 14);
  });

  it("repeats for a seed, differs between seeds, widens with confidence", () => {
    expect(bootstrapMeanIou(spread, { seed: 3 })).toEqual(bootstrapMeanIou(spread, { seed: 3 }));
    expect(bootstrapMeanIou(spread, { seed: 3 })).not.toEqual(
      bootstrapMeanIou(spread, { seed: 4 }),
    );
    const narrow = bootstrapMeanIou(spread, { confidence: 0.5 })!;
    const wide = bootstrapMeanIou(spread, { confidence: 0.99 })!;
    expect(wide.lower).toBeLessThan(narrow.lower);
    expect(wide.upper).toBeGreaterThan(narrow.upper);
    expect(narrow.lower).toBeLessThan(narrow.estimate);
    expect(narrow.upper).toBeGreaterThan(narrow.estimate);
  });

  it("has no width when all images are alike", () => {
    const alike = bootstrapMeanIou(submission([80, 80, 80]))!;
    expect(alike).toEqual({ estimate: 80 / 120, lower: 80 / 120, upper: 80 / 120 });
  });

  it("keeps to the fixed classes", () => {
    const images = [{ ids, counts: Float64Array.of(10, 10, 0, 0, 0, 0) }];
    expect(bootstrapMeanIou(images)?.estimate).toBe(0.5);
    expect(bootstrapMeanIou(images, { fixedIds: [1, 2] })?.estimate).toBe(0.25);
  });

  it("leaves out draws of void images only, and is null when nothing can be scored", () => {
    const empty = { ids, counts: new Float64Array(6) };
    const some = [empty, empty, ...submission([60])];
    expect(bootstrapMeanIou(some)).toEqual({
      estimate: 60 / 140,
      lower: 60 / 140,
      upper: 60 / 140,
    });
    expect(bootstrapMeanIou([])).toBeNull();
    expect(bootstrapMeanIou([empty])).toBeNull();
    expect(bootstrapMeanIou([empty], { fixedIds: [1] })).toBeNull();
  });

  it.each([{ resamples: 0 }, { resamples: 1.5 }, { confidence: 0 }, { confidence: 1 }])(
    "refuses %j",
    (options) => {
      expect(() => bootstrapMeanIou(spread, options)).toThrow(RangeError);
    },
  );
});

describe("compareSubmissions", () => {
  it("is sure of a submission that is better on every image", () => {
    const worse = submission(Array.from({ length: 40 }, (_, i) => 45 + i));
    const comparison = compareSubmissions(spread, worse)!;
    expect(comparison.probability).toBe(1);
    expect(comparison.lower).toBeGreaterThan(0);
    expect(compareSubmissions(worse, spread)!.probability).toBe(0);
  });

  it("is paired: a small even gain is told apart where the intervals overlap", () => {
    const better = submission(Array.from({ length: 40 }, (_, i) => 51 + i));
    const comparison = compareSubmissions(better, spread)!;
    expect(bootstrapMeanIou(spread)!.upper).toBeGreaterThan(bootstrapMeanIou(better)!.lower);
    expect(comparison.lower).toBeGreaterThan(0);
    expect(comparison.upper - comparison.lower).toBeLessThan(0.01);
  });

  it("calls equal submissions even", () => {
    expect(compareSubmissions(spread, spread)).toEqual({
      estimate: 0,
      lower: 0,
      upper: 0,
      probability: 0.5,
    });
  });

  it("swaps with its arguments", () => {
    const other = submission(Array.from({ length: 40 }, (_, i) => 89 - ((i * 7) % 40)));
    const ab = compareSubmissions(spread, other, { seed: 9 })!;
    const ba = compareSubmissions(other, spread, { seed: 9 })!;
    expect(ab.lower).toBeCloseTo(-ba.upper, 12);
    expect(ab.probability + ba.probability).toBeCloseTo(1, 12);
  });

  it("refuses different numbers of images and class lists", () => {
    expect(() => compareSubmissions(spread, spread.slice(1))).toThrow(RangeError);
    const others = spread.map(({ counts }) => ({ ids: [2, 1], counts }));
    expect(() => compareSubmissions(spread, others)).toThrow(RangeError);
  });
});
