import { type ClassScore, classScores } from "./class-scores.ts";
import { type ConfusionMatrix, sumMatrices } from "./confusion-matrix.ts";
import { type OverallScores, overallOf, overallScores } from "./overall-scores.ts";

export interface ImageMatrix {
  readonly name: string;
  readonly matrix: ConfusionMatrix;
}

export interface Summary extends OverallScores {
  readonly images: number;
  readonly perClass: (ClassScore & { readonly name: string })[];
  /** Mean IoU over the classes in the truth of that image. */
  readonly perImage: { readonly name: string; readonly meanIou: number | null }[];
  /** `matrix[t][p]` in the order of `ids`; `other[t]`: predicted as no class. Units: pixels. */
  readonly confusion: {
    readonly ids: number[];
    readonly matrix: number[][];
    readonly other: number[];
  };
}

/**
 * All that is said of a scored set of images, from their matrices, in the shape that
 * `maskboard evaluate --json` prints.
 *
 * @param fixedIds classes to take means over when the images are a part of a split; by default
 *   those in the truth of these images
 * @throws RangeError when a matrix has another class list
 */
export function summarize(
  classes: readonly { readonly id: number; readonly name: string }[],
  images: readonly ImageMatrix[],
  fixedIds?: readonly number[],
): Summary {
  const ids = classes.map((c) => c.id);
  const n = ids.length;
  const sum = sumMatrices(
    ids,
    images.map((image) => image.matrix),
  );
  const scores = classScores(sum);
  const rows = ids.map((_, t) => Array.from(sum.counts.subarray(t * (n + 1), (t + 1) * (n + 1))));
  const { pixels, ...overall } = overallOf(sum, scores, fixedIds);
  return {
    ...overall,
    images: images.length,
    pixels,
    perClass: scores.map(({ id, ...score }, i) => ({ id, name: classes[i]!.name, ...score })),
    perImage: images.map(({ name, matrix }) => ({
      name,
      meanIou: overallScores(matrix).meanIou,
    })),
    confusion: {
      ids,
      matrix: rows.map((row) => row.slice(0, n)),
      other: rows.map((row) => row[n]!),
    },
  };
}
