import {
  type ClassScore,
  type ConfusionMatrix,
  classScores,
  countConfusion,
  createClassIndex,
  sumMatrices,
} from "../../src/index.ts";
import { flatten, range, type Vector } from "./vector.ts";

/** Other libraries mark ignored pixels by -1 or 255; neither is a class of any vector. */
const VOID = 65535;

interface Counting {
  readonly ids: number[];
  /** What becomes of a truth label that is not a class, beside the ignored one. */
  readonly truthLabel?: (label: number) => number;
}

function label(value: number): number {
  return value < 0 ? VOID - 1 : value;
}

/** The matrix of one image given as nested lists. */
export function countImage(
  vector: Vector,
  target: unknown,
  pred: unknown,
  { ids, truthLabel = label }: Counting,
): ConfusionMatrix {
  const truth = flatten(target).map((t) => (t === vector.ignore_index ? VOID : truthLabel(t)));
  const classes = createClassIndex(ids, VOID);
  return countConfusion(
    classes,
    Uint16Array.from(truth),
    Uint16Array.from(flatten(pred).map(label)),
  );
}

/** One matrix for each image of a batch. */
export function countImages(vector: Vector, counting?: Counting): ConfusionMatrix[] {
  const pred = vector.pred as unknown[];
  const how = counting ?? { ids: range(vector.num_classes!) };
  return (vector.target as unknown[]).map((target, i) => countImage(vector, target, pred[i], how));
}

export function scoresOf(matrices: ConfusionMatrix[]): ClassScore[] {
  return classScores(sumMatrices(matrices[0]!.ids, matrices));
}

/** Class scores of a mask of zeros and ones; index 1 is the foreground. */
export function binaryScores(target: readonly number[], pred: readonly number[]): ClassScore[] {
  const classes = createClassIndex([0, 1]);
  return classScores(countConfusion(classes, Uint8Array.from(target), Uint8Array.from(pred)));
}

/** Correct pixels of a class. */
export function hits(score: ClassScore): number {
  return Math.round((score.recall ?? 0) * score.truthPixels);
}

export function unionPixels(score: ClassScore): number {
  return score.truthPixels + score.predictedPixels - hits(score);
}

export function sumOf(scores: readonly ClassScore[], part: (s: ClassScore) => number): number {
  return scores.reduce((sum, s) => sum + part(s), 0);
}
