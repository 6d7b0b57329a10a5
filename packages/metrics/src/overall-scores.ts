import { type ClassScore, classScores } from "./class-scores.ts";
import type { ConfusionMatrix } from "./confusion-matrix.ts";
import { meanDefined, ratio } from "./ratio.ts";

/** Scores lie in [0, 1]; null where undefined (no pixel counted). Definitions: Long et al. 2015. */
export interface OverallScores {
  /** Mean of the classes' IoU. A class of the truth that is never predicted scores 0. */
  readonly meanIou: number | null;
  /** Correct pixels / pixels. */
  readonly pixelAccuracy: number | null;
  /** Mean of the classes' recall. */
  readonly meanAccuracy: number | null;
  /** Mean of the classes' IoU, weighted by their pixels in the truth. */
  readonly frequencyWeightedIou: number | null;
  /** Pixels counted: all whose truth is not void. */
  readonly pixels: number;
}

/**
 * @param fixedIds the classes to take means over, for a subset of images that may lack some of
 *   the split's classes; by default the classes in the truth of this matrix. A class of the set
 *   that is in neither truth nor prediction here is left out; one that is only predicted has IoU 0.
 */
export function overallScores(
  matrix: ConfusionMatrix,
  fixedIds?: readonly number[],
): OverallScores {
  return overallOf(matrix, classScores(matrix), fixedIds);
}

/** As `overallScores`, from class scores that are at hand. */
export function overallOf(
  { counts }: ConfusionMatrix,
  scores: readonly ClassScore[],
  fixedIds?: readonly number[],
): OverallScores {
  const members = fixedIds && new Set(fixedIds);
  const set = scores.filter((s) => (members ? members.has(s.id) : s.truthPixels > 0));
  const n = scores.length;
  const pixels = scores.reduce((sum, s) => sum + s.truthPixels, 0);
  const hits = scores.reduce((sum, _, i) => sum + counts[i * (n + 1) + i]!, 0);
  const weighted = scores.reduce((sum, s) => sum + s.truthPixels * (s.iou ?? 0), 0);
  return {
    meanIou: meanDefined(set.map((s) => s.iou)),
    pixelAccuracy: ratio(hits, pixels),
    meanAccuracy: meanDefined(set.map((s) => s.recall)),
    frequencyWeightedIou: ratio(weighted, pixels),
    pixels,
  };
}
