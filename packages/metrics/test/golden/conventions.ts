import {
  bdd100k,
  huggingFace,
  keras,
  scikitLearn,
  segmentationModels,
  torchmetricsBinary,
  torchmetricsDice,
  torchmetricsJaccard,
  torchmetricsMeanIou,
} from "./label-maps.ts";
import {
  boundaryIou,
  davis,
  monai,
  publishedMeans,
  surfaceDistance,
  torchmetricsEmptyDice,
} from "./masks.ts";
import type { Vector } from "./vector.ts";

/** How each library's function is expressed by our matrices, by the name that the vectors give. */
export const conventions: Record<string, (vector: Vector) => Record<string, unknown>> = {
  mean_iou: huggingFace,
  MeanIoU: keras,
  IoU: keras,
  compute_iou: monai,
  compute_dice: monai,
  "segmentation.mean_iou": torchmetricsMeanIou,
  multiclass_jaccard_index: torchmetricsJaccard,
  binary_jaccard_index: torchmetricsBinary,
  dice_score: torchmetricsDice,
  DiceScore: torchmetricsEmptyDice,
  "compute_surface_distances + …": surfaceDistance,
  mask_to_boundary: boundaryIou,
  db_eval_iou: davis,
  jaccard_score: scikitLearn,
  "get_stats+iou_score": segmentationModels,
  fast_hist: bdd100k,
  evaluate_segmentation: bdd100k,
  "hf mean_iou (reduce_labels)": publishedMeans,
};

/** Vectors that are not about a metric of ours, or come without their input. */
export const outOfScope: Record<string, string> = {
  "tm-hausdorff-shifted-squares": "Hausdorff distance is not one of our metrics",
  "tm-panoptic-quality-doc": "panoptic quality needs instances; we score class labels",
  "ade20k-sample-perfect-reduce_labels": "names a folder of masks that is not in the data",
};

const SURFACE = "distances between surfaces are not one of our metrics";
const NO_MASKS = "the predictions were not published, so it cannot be computed again";

/** Single expected values of the vectors in scope that are none of our metrics. */
export const uncheckedValues: Record<string, Record<string, string>> = {
  "compute_surface_distances + …": {
    average_surface_distance: SURFACE,
    hausdorff_100: SURFACE,
    hausdorff_95: SURFACE,
    surface_overlap_1mm: SURFACE,
    surface_dice_1mm: SURFACE,
  },
  db_eval_iou: { F: "DAVIS's boundary F-measure is not one of our metrics" },
  "hf mean_iou (reduce_labels)": {
    eval_overall_accuracy: NO_MASKS,
    eval_per_category_iou: NO_MASKS,
    eval_per_category_accuracy: NO_MASKS,
  },
};
