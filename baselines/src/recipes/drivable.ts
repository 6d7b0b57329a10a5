import type { Recipe } from "./recipe.ts";

/**
 * What all presets share: Dice, the best epoch by it, no augmentation, and PyTorch's Adam with its
 * `OneCycleLR` (30 % up from 1 / 25, a cosine down to 1 / 25 / 1e4, beta1 .95 to .85 and back).
 */
const COMMON = {
  augment: "none",
  loss: { name: "dice" },
  classWeights: "none",
  monitor: "loss",
  schedule: { name: "one-cycle", start: 0.3, div: 25, divFinal: 25e4 },
  beta2: 0.999,
  epsilon: 1e-8,
} as const;

/** The page's five, in its order; `baseline:compare` trains them all. */
export const DRIVABLE_MODELS = [
  "fcn:resnet50",
  "classic-unet:plain",
  "pspnet:resnet50",
  "deeplabv3plus:resnet50",
  "segformer:mit_b3",
];

/** The drivable area page: one recipe for every architecture, so that their results compare. */
export const DRIVABLE: Recipe = {
  default: {
    ...COMMON,
    model: { architecture: "unet", encoder: "resnet18" },
    size: { width: 224, height: 128 },
    batch: 8,
    epochs: 12,
    learningRate: 1e-3,
  },
  paper: {
    ...COMMON,
    model: { architecture: "pspnet", encoder: "resnet50" },
    pretrained: "imagenet",
    size: { width: 640, height: 360 },
    batch: 8,
    epochs: 12,
    learningRate: 3e-4,
    // 2.1k, 0.6k and 0.3k images: what is no test image is split 7 to 2.
    validation: { fraction: 0.22 },
  },
  smoke: {
    ...COMMON,
    model: { architecture: "unet", encoder: "resnet18" },
    size: { width: 64, height: 36 },
    batch: 2,
    epochs: 1,
    learningRate: 1e-3,
    maxSteps: 2,
  },
};
