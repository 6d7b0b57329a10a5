import { describe, it } from "vitest";
import { checkVector } from "./check-vector.ts";
import type { Vector } from "./vector.ts";

/** Small cases that tell the libraries' conventions apart, for when the full set is not at hand. */
const facts: Vector[] = [
  {
    id: "Hugging Face: a class only predicted counts 0 in the mean IoU",
    function: "mean_iou",
    num_classes: 3,
    ignore_index: 255,
    options: {},
    pred: [[0, 2, 1, 1]],
    target: [[0, 0, 1, 1]],
    expected: {
      mean_iou: 0.5,
      mean_accuracy: 0.75,
      overall_accuracy: 0.75,
      per_category_iou: [0.5, 1, 0],
      per_category_accuracy: [0.5, 1, "NaN"],
    },
    tolerance: 1e-12,
  },
  {
    id: "Hugging Face: the ignored value in the prediction is a miss",
    function: "mean_iou",
    num_classes: 2,
    ignore_index: 255,
    options: {},
    pred: [[0, 255, 1, 255]],
    target: [[0, 0, 1, 1]],
    expected: { mean_iou: 0.5, overall_accuracy: 0.5, per_category_iou: [0.5, 0.5] },
    tolerance: 1e-12,
  },
  {
    id: "Keras: ignored truth, a class in the truth only",
    function: "MeanIoU",
    num_classes: 3,
    ignore_index: -1,
    options: {},
    pred: [0, 1, 1, 1],
    target: [0, 1, 2, -1],
    expected: { mean_iou: 0.5 },
    tolerance: 1e-12,
  },
  {
    id: "MONAI: both empty scored 1",
    function: "compute_iou",
    num_classes: 1,
    ignore_index: null,
    options: { ignore_empty: false },
    pred: [[[0, 0]], [[1, 0]]],
    target: [[[0, 0]], [[0, 0]]],
    expected: { per_image_per_class: [[1], [0]] },
    tolerance: 1e-12,
  },
  {
    id: "torchmetrics: an absent class is -1",
    function: "segmentation.mean_iou",
    num_classes: 3,
    ignore_index: null,
    options: { per_class: true },
    pred: [[0, 1, 1, 0]],
    target: [[0, 1, 1, 0]],
    expected: { value: [[1, 1, -1]] },
    tolerance: 1e-12,
  },
  {
    id: "scikit-learn: an absent class counts 0 in the mean",
    function: "jaccard_score",
    num_classes: null,
    ignore_index: null,
    options: { labels: [0, 1, 2, 3], zero_division: 0 },
    pred: [0, 0, 1],
    target: [0, 1, 1],
    expected: { macro: 0.25, micro: 0.5, weighted: 0.5, none: [0.5, 0.5, 0, 0] },
    tolerance: 1e-12,
  },
  {
    id: "segmentation_models: four ways to average",
    function: "get_stats+iou_score",
    num_classes: 2,
    ignore_index: null,
    options: {},
    pred: [
      [0, 0, 0, 0],
      [1, 1, 1, 1],
    ],
    target: [
      [0, 0, 0, 0],
      [1, 0, 0, 0],
    ],
    expected: {
      micro: 5 / 11,
      macro: (4 / 7 + 1 / 4) / 2,
      "micro-imagewise": (1 + 1 / 7) / 2,
      "macro-imagewise": (1 + 1 + 0 + 1 / 4) / 4,
    },
    tolerance: 1e-12,
  },
  {
    id: "boundary-iou-api: the image's border is a boundary",
    function: "mask_to_boundary",
    num_classes: 2,
    ignore_index: null,
    options: { dilation_ratio: 0.02 },
    pred: "all ones 16x16",
    target: "all ones 16x16",
    expected: { boundary_iou: 1, boundary_pixels: 60 },
    tolerance: 1e-12,
  },
];

describe("conventions of other libraries", () => {
  for (const fact of facts) it(fact.id, () => checkVector(fact));
});
