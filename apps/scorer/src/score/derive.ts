import type { ClassMap, SplitName } from "@maskboard/contracts";
import type { ImageScore, SplitScore } from "@maskboard/db";
import { bootstrapMeanIou, type ConfusionMatrix, summarize, toSparse } from "@maskboard/metrics";

/** One test image that was compared with its truth. */
export interface ComparedImage {
  readonly imageId: string;
  readonly stem: string;
  readonly split: SplitName;
  readonly matrix: ConfusionMatrix;
}

export interface SplitResult {
  readonly score: SplitScore;
  readonly images: ImageScore[];
}

/** Fixed, so that scoring the same artifact again gives the same interval. */
const BOOTSTRAP = { resamples: 1_000, confidence: 0.95, seed: 1 } as const;

/**
 * All that is said about one split: means over the classes in its truth, and a 95 % percentile
 * bootstrap interval over its images (`null` for a single image). A submission holds a mask for every test image, so the truth in
 * the summed matrix is the whole truth of the split and its classes are the same for every team.
 *
 * @returns null where the split has no image
 * @throws RangeError where the split's truth has no pixel that counts
 */
export function deriveSplit(
  classMap: ClassMap,
  compared: readonly ComparedImage[],
  split: SplitName,
): SplitResult | null {
  const images = compared.filter((image) => image.split === split);
  if (images.length === 0) return null;
  const { perImage, ...evaluation } = summarize(
    classMap.classes,
    images.map(({ stem, matrix }) => ({ name: stem, matrix })),
  );
  if (evaluation.meanIou === null) {
    throw new RangeError(`The truth of the ${split} split has no pixel of any class.`);
  }
  const interval =
    images.length > 1
      ? bootstrapMeanIou(
          images.map(({ matrix }) => matrix),
          BOOTSTRAP,
        )
      : null;
  return {
    score: {
      meanIou: evaluation.meanIou,
      interval: interval && [interval.lower, interval.upper],
      evaluation,
    },
    images: images.map(({ imageId, matrix }, index) => ({
      imageId,
      split,
      matrix: toSparse(matrix),
      meanIou: perImage[index]?.meanIou ?? null,
    })),
  };
}
