import { overallScores, sumMatrices } from "../../src/index.ts";
import { countImage, countImages, hits, scoresOf, sumOf, unionPixels } from "./count.ts";
import { flatten, mean, nan, range, type Vector } from "./vector.ts";

type Measured = Record<string, unknown>;

/**
 * Hugging Face evaluate: areas summed over images; mean over the classes in truth or prediction;
 * `nan_to_num` fills the per-class lists after the means are taken.
 */
export function huggingFace(vector: Vector): Measured {
  const labelMap = (vector.options.label_map ?? {}) as Record<string, number>;
  const truthLabel = (t: number) => labelMap[t] ?? t;
  const ids = range(vector.num_classes!);
  const matrices = countImages(vector, { ids, truthLabel });
  const inEither = scoresOf(matrices).filter((s) => s.iou !== null);
  const overall = overallScores(
    sumMatrices(ids, matrices),
    inEither.map((s) => s.id),
  );
  const fill = (value: number | null) => value ?? vector.options.nan_to_num ?? Number.NaN;
  return {
    mean_iou: nan(overall.meanIou),
    mean_accuracy: nan(overall.meanAccuracy),
    overall_accuracy: nan(overall.pixelAccuracy),
    per_category_iou: scoresOf(matrices).map((s) => fill(s.iou)),
    per_category_accuracy: scoresOf(matrices).map((s) => fill(s.recall)),
  };
}

/** Keras: mean over classes in truth or prediction, 0 without any; strange truth labels drop out. */
export function keras(vector: Vector): Measured {
  const ids = (vector.options.target_class_ids as number[]) ?? range(vector.num_classes!);
  const truthLabel = (t: number) => (ids.includes(t) ? t : 65535);
  const matrix = countImage(vector, vector.target, vector.pred, { ids, truthLabel });
  const inEither = scoresOf([matrix]).filter((s) => s.iou !== null);
  return { mean_iou: inEither.length === 0 ? 0 : mean(inEither.map((s) => s.iou!)) };
}

/** torchmetrics segmentation: one value an image; a class in neither is -1 and out of the mean. */
export function torchmetricsMeanIou(vector: Vector): Measured {
  const background = vector.options.include_background !== false;
  const perImage = countImages(vector).map((matrix) =>
    scoresOf([matrix]).slice(background ? 0 : 1),
  );
  if (vector.options.per_class) {
    return { value: perImage.map((scores) => scores.map((s) => s.iou ?? -1)) };
  }
  return {
    value: perImage.map((scores) => mean(scores.flatMap((s) => (s.iou === null ? [] : [s.iou])))),
  };
}

/** torchmetrics dice_score: one value an image. */
export function torchmetricsDice(vector: Vector): Measured {
  const perImage = countImages(vector).map((matrix) => scoresOf([matrix]));
  const average = (scores: (typeof perImage)[number]): number | number[] => {
    const dice = scores.map((s) => nan(s.dice));
    if (vector.options.average === "none") return dice;
    if (vector.options.average === "macro") return mean(dice);
    return (2 * sumOf(scores, hits)) / sumOf(scores, (s) => s.truthPixels + s.predictedPixels);
  };
  return { value: perImage.map(average) };
}

/** torchmetrics multiclass: macro leaves out classes in neither, "none" calls them 0. */
export function torchmetricsJaccard(vector: Vector): Measured {
  const ids = range(vector.num_classes!);
  const scores = scoresOf([countImage(vector, vector.target, vector.pred, { ids })]);
  return {
    ...averages(scores),
    macro: mean(scores.flatMap((s) => (s.iou === null ? [] : [s.iou]))),
  };
}

/** torchmetrics binary: the IoU of class 1. */
export function torchmetricsBinary(vector: Vector): Measured {
  const matrix = countImage(vector, vector.target, vector.pred, { ids: [0, 1] });
  return { value: nan(scoresOf([matrix])[1]!.iou) };
}

/** scikit-learn: classes are the labels that occur, or those listed; undefined counts as 0. */
export function scikitLearn(vector: Vector): Measured {
  const occurring = new Set([...flatten(vector.target), ...flatten(vector.pred)]);
  const ids = (vector.options.labels as number[]) ?? [...occurring].sort((a, b) => a - b);
  const scores = scoresOf([countImage(vector, vector.target, vector.pred, { ids })]);
  return { ...averages(scores), macro: mean(scores.map((s) => s.iou ?? 0)) };
}

function averages(scores: ReturnType<typeof scoresOf>): Measured {
  const support = sumOf(scores, (s) => s.truthPixels);
  return {
    micro: sumOf(scores, hits) / sumOf(scores, unionPixels),
    weighted: sumOf(scores, (s) => s.truthPixels * (s.iou ?? 0)) / support,
    none: scores.map((s) => s.iou ?? 0),
  };
}

/** segmentation_models.pytorch: counts by image and class; undefined counts as 1. */
export function segmentationModels(vector: Vector): Measured {
  const matrices = countImages(vector);
  const perImage = matrices.map((matrix) => scoresOf([matrix]));
  const byClass = (part: (s: (typeof perImage)[number][number], pixels: number) => number) =>
    perImage.map((scores) =>
      scores.map((s) =>
        part(
          s,
          sumOf(scores, (c) => c.truthPixels),
        ),
      ),
    );
  const micro = (scores: (typeof perImage)[number]) =>
    sumOf(scores, hits) / sumOf(scores, unionPixels);
  return {
    tp: byClass(hits),
    fp: byClass((s) => s.predictedPixels - hits(s)),
    fn: byClass((s) => s.truthPixels - hits(s)),
    tn: byClass((s, pixels) => pixels - unionPixels(s)),
    micro: micro(perImage.flat()),
    macro: mean(scoresOf(matrices).map((s) => s.iou ?? 1)),
    "micro-imagewise": mean(perImage.map(micro)),
    "macro-imagewise": mean(perImage.flat().map((s) => s.iou ?? 1)),
  };
}

/** BDD100K: percent; its mean accuracy divides by predicted pixels, which is our precision. */
export function bdd100k(vector: Vector): Measured {
  const ids = range(vector.num_classes!);
  const matrix = countImage(vector, vector.target, vector.pred, { ids });
  const overall = overallScores(matrix);
  const rows = ids.map((t) => ids.map((p) => matrix.counts[t * (ids.length + 1) + p]!));
  return {
    hist: rows,
    hist_without_last: rows,
    mIoU: 100 * nan(overall.meanIou),
    fIoU: 100 * nan(overall.frequencyWeightedIou),
    pAcc: 100 * nan(overall.pixelAccuracy),
    mAcc_columnwise: 100 * mean(scoresOf([matrix]).map((s) => nan(s.precision))),
  };
}
