import type { CompositesConfigInput } from "@maskboard/training";
import type { Preset } from "./recipe.ts";

/**
 * The composites page: its U-Net with six channels on Adam, the rate lowered where the loss stands
 * still, low resolution first. The page settles on Dice and SSIM and gives no rate, batch or epochs.
 */
export const COMPOSITES: Readonly<Record<Preset, CompositesConfigInput>> = {
  default: {
    model: { architecture: "unet", encoder: "resnet18" },
    size: { width: 96, height: 96 },
    batch: 8,
    epochs: 4,
    learningRate: 1e-3,
    maskLoss: { bce: 1, dice: 1 },
    depthLoss: { ssim: 1, rmse: 1 },
    stages: [{ scale: 0.5 }, { scale: 1 }],
  },
  paper: {
    model: { architecture: "classic-unet", encoder: "plain" },
    size: { width: 192, height: 192 },
    batch: 16,
    epochs: 10,
    learningRate: 1e-3,
    maskLoss: { dice: 1 },
    depthLoss: { ssim: 1 },
    plateau: { patience: 3, threshold: 1e-4 },
    stages: [{ scale: 0.5 }, { scale: 1 }],
  },
  smoke: {
    model: { architecture: "unet", encoder: "resnet18", depth: 2 },
    size: { width: 32, height: 32 },
    batch: 2,
    epochs: 1,
    learningRate: 1e-3,
    maskLoss: { bce: 1, dice: 1 },
    depthLoss: { ssim: 1, rmse: 1 },
    stages: [{ scale: 0.5 }, { scale: 1 }],
    maxSteps: 4,
  },
};
