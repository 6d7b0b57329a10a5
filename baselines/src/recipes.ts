import { MaskboardError } from "@maskboard/contracts";
import type { TrainConfigInput } from "@maskboard/training";

export const PRESETS = ["default", "paper", "smoke"] as const;
export type Preset = (typeof PRESETS)[number];

/**
 * The animal body parts recipe: fastai's U-Net on a ResNet34 with self-attention and Mish, weighted
 * cross-entropy, flat-cosine at 1e-3, the best epoch by mean IoU.
 */
const BODY_PARTS: Record<Preset, TrainConfigInput> = {
  /**
   * Made for two cores without a GPU and 120 images: a slimmer decoder and a smaller image, four
   * passes an epoch, and images that are turned and scaled so that no two passes look alike.
   */
  default: {
    model: { architecture: "unet", encoder: "resnet18", depth: 5 },
    size: { width: 112, height: 112 },
    batch: 8,
    repeat: 4,
    epochs: 17,
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
  /** The page's own numbers. Its batch size is not given: 8 fits into 16 GiB. */
  paper: {
    model: { encoder: "resnet34", depth: 5, selfAttention: true },
    size: { width: 350, height: 350 },
    batch: 8,
    accumulate: 128,
    epochs: 8,
    validation: { fraction: 0.3 },
    augment: "body-parts",
    learningRate: 1e-3,
    schedule: { name: "flat-cosine", start: 0.75 },
    classWeights: "balanced",
    findRate: 100,
  },
  /** Does everything once in seconds; learns next to nothing. */
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

/** CamVid's recipe: one-cycle with the encoder frozen at first, then rates by depth. */
const CAMVID: Record<Preset, TrainConfigInput> = Object.fromEntries(
  Object.entries(BODY_PARTS).map(([preset, config]) => [
    preset,
    {
      ...config,
      schedule: { name: "one-cycle" },
      classWeights: "none",
      freezeEpochs: 1,
      rateDivisor: 10,
    },
  ]),
) as Record<Preset, TrainConfigInput>;

const recipes: Record<string, Record<Preset, TrainConfigInput>> = {
  "body-parts": BODY_PARTS,
  camvid: CAMVID,
};

const RECIPES = Object.keys(recipes);

/** @throws MaskboardError `bad_request` for a name that is not in RECIPES */
export function recipe(name: string, preset: Preset): TrainConfigInput {
  if (!Object.hasOwn(recipes, name))
    throw new MaskboardError(
      "bad_request",
      `There is no recipe "${name}"; choose one of ${RECIPES.join(", ")}.`,
    );
  return recipes[name]![preset];
}
