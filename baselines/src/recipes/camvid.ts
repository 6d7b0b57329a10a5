import type { Recipe } from "./recipe.ts";

/** fastai v1's `fit_one_cycle`: a third up, from 1 / 25 of the rate, down to 1 / 25 / 1e4 of it. */
const ONE_CYCLE = { name: "one-cycle", start: 0.3, div: 25, divFinal: 25e4 } as const;

/** fastai v1's Adam with decoupled decay. */
const ADAM = { weightDecay: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 };

/**
 * The CamVid page: fastai v1's U-Net on a ResNet34, half size with the encoder frozen, then all of it
 * at rates by depth, then full size from there; each stage after a search for learning rates.
 */
export const CAMVID: Recipe = {
  /** The same stages for a small U-Net from scratch, whose encoder has nothing to keep by freezing. */
  default: {
    model: { architecture: "unet", encoder: "resnet18" },
    size: { width: 240, height: 180 },
    batch: "auto",
    epochs: 5,
    augment: "fastai",
    learningRate: 1e-3,
    schedule: ONE_CYCLE,
    ...ADAM,
    classWeights: "none",
    findRate: 40,
    stages: [
      { scale: 0.5 },
      { scale: 0.5, rate: 0.2, rateDivisor: 40, findRate: 0 },
      { findRate: 0 },
    ],
  },
  paper: {
    model: {
      ...{ architecture: "dynamic-unet", encoder: "resnet34" },
      ...{ selfAttention: false, activation: "relu" },
    },
    pretrained: "imagenet",
    size: { width: 960, height: 720 },
    batch: "auto",
    epochs: 5,
    augment: "fastai",
    learningRate: 2e-4,
    schedule: ONE_CYCLE,
    ...ADAM,
    classWeights: "none",
    findRate: 100,
    stages: [
      // slice(lr): all but the last group at a tenth.
      { scale: 0.5, frozen: true, rateBy: "part", rateDivisor: 10 },
      // slice(1e-6, lr / 5)
      { scale: 0.5, rate: 0.2, rateBy: "depth", rateDivisor: 40 },
      { frozen: true },
    ],
  },
  smoke: {
    model: { architecture: "unet", encoder: "resnet18", depth: 2 },
    size: { width: 64, height: 48 },
    batch: "auto",
    epochs: 1,
    augment: "fastai",
    learningRate: 1e-3,
    schedule: ONE_CYCLE,
    ...ADAM,
    classWeights: "none",
    findRate: 4,
    stages: [
      { scale: 0.5, frozen: true, maxSteps: 2 },
      { scale: 0.5, rate: 0.2, rateDivisor: 40, findRate: 0, maxSteps: 2 },
      { frozen: true, findRate: 0, maxSteps: 2 },
    ],
  },
};
