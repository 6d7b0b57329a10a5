import type { Recipe } from "./recipe.ts";

/**
 * The animal body parts recipe: fastai's U-Net on a ResNet34 with self-attention and Mish, weighted
 * cross-entropy, flat-cosine at 1e-3, the best epoch by mean IoU.
 */
export const BODY_PARTS: Recipe = {
  /**
   * Made for two cores without a GPU and 120 images: a slimmer decoder and a smaller image, four
   * passes an epoch, and images that are turned and scaled so that no two passes look alike.
   */
  default: {
    model: { architecture: "unet", encoder: "resnet18", depth: 5 },
    size: { width: 112, height: 112 },
    batch: 8,
    repeat: 4,
    epochs: 26,
    seed: 1,
    validation: { fraction: 0.2 },
    augment: "strong",
    learningRate: 2e-3,
    weightDecay: 0.01,
    schedule: { name: "flat-cosine", start: 0.5 },
    // The mean over classes is what counts, and Dice weighs them alike.
    classWeights: "none",
    dice: 1,
    findRate: 40,
    testTimeAugmentation: true,
  },
  /**
   * The page's own numbers. Its batch size is not given: 8 fits into 16 GiB. fastai's `slice(1e-3)`
   * lets the encoder learn at a tenth, and its Adam decays weights by 0.01.
   */
  paper: {
    model: { encoder: "resnet34", depth: 5, selfAttention: true },
    size: { width: 350, height: 350 },
    batch: 8,
    accumulate: 128,
    epochs: 8,
    validation: { fraction: 0.3 },
    augment: "body-parts",
    learningRate: 1e-3,
    rateDivisor: 10,
    rateBy: "part",
    weightDecay: 0.01,
    schedule: { name: "flat-cosine", start: 0.75 },
    classWeights: "balanced",
    findRate: 100,
  },
  smoke: {
    model: { encoder: "resnet18", depth: 3, selfAttention: false, lastCross: false },
    size: { width: 48, height: 48 },
    batch: 4,
    epochs: 1,
    learningRate: 1e-3,
    schedule: { name: "flat-cosine" },
    maxSteps: 4,
  },
};
