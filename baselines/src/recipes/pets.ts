import type { Recipe } from "./recipe.ts";

/** What all presets share: Dice, Adam at a constant rate, no augmentation. */
const COMMON = {
  augment: "none",
  loss: { name: "dice" },
  classWeights: "none",
  schedule: { name: "constant" },
  beta2: 0.999,
  epsilon: 1e-8,
} as const;

/**
 * The Oxford pets page: any architecture on any encoder, parts of it frozen. The page leaves the
 * numbers to its flags; those of `paper` are segmentation_models.pytorch's own example for these images.
 */
export const PETS: Recipe = {
  default: {
    ...COMMON,
    model: { architecture: "unet", encoder: "resnet18" },
    size: { width: 112, height: 112 },
    batch: 8,
    epochs: 8,
    augment: "light",
    learningRate: 1e-3,
  },
  paper: {
    ...COMMON,
    model: { architecture: "fpn", encoder: "resnet34" },
    pretrained: "imagenet",
    size: { width: 256, height: 256 },
    batch: 16,
    epochs: 5,
    learningRate: 1e-4,
  },
  smoke: {
    ...COMMON,
    model: { architecture: "unet", encoder: "resnet18", depth: 2 },
    size: { width: 32, height: 32 },
    batch: 2,
    epochs: 1,
    learningRate: 1e-3,
    maxSteps: 2,
  },
};
