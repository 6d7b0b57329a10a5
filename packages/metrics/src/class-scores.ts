import { type ConfusionMatrix, classTotals } from "./confusion-matrix.ts";
import { ratio } from "./ratio.ts";

/** Scores lie in [0, 1]; null where the denominator is zero. */
export interface ClassScore {
  readonly id: number;
  /** TP / (TP + FP + FN), Jaccard 1901. Null: the class is in neither truth nor prediction. */
  readonly iou: number | null;
  /** 2 TP / (2 TP + FP + FN), Dice 1945. */
  readonly dice: number | null;
  /** TP / (TP + FP). Null: the class was never predicted. */
  readonly precision: number | null;
  /** TP / (TP + FN). Null: the class is not in the truth. */
  readonly recall: number | null;
  readonly truthPixels: number;
  readonly predictedPixels: number;
}

export function classScores(matrix: ConfusionMatrix): ClassScore[] {
  const { hits, truth, predicted } = classTotals(matrix);
  return matrix.ids.map((id, i) => {
    const hit = hits[i]!;
    const truthPixels = truth[i]!;
    const predictedPixels = predicted[i]!;
    return {
      id,
      iou: ratio(hit, truthPixels + predictedPixels - hit),
      dice: ratio(2 * hit, truthPixels + predictedPixels),
      precision: ratio(hit, predictedPixels),
      recall: ratio(hit, truthPixels),
      truthPixels,
      predictedPixels,
    };
  });
}
