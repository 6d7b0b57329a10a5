import { MODEL_PARTS } from "@maskboard/models";
import { z } from "zod";
import { AUGMENTATIONS } from "./data/augmentation.ts";
import { CLASS_WEIGHTS } from "./data/class-weights.ts";
import { lossSchema } from "./objective.ts";
import { scheduleSchema } from "./schedules/schedule.ts";
import { batchSchema, rateBySchema, sizeSchema, stageSchema } from "./stage-schema.ts";

/** Everything that decides what a training gives, stored with it. Unknown keys throw. */
export const trainConfigSchema = z.strictObject({
  model: z.strictObject({
    architecture: z.string().default("dynamic-unet"),
    encoder: z.string().default("resnet34"),
    /** Halvings of the encoder; default 5, of `classic-unet` 4. */
    depth: z.int().min(2).max(5).optional(),
    /** Pixels to one of the encoder's deepest map; the architecture's own where left out. */
    outputStride: z.union([z.literal(8), z.literal(16), z.literal(32)]).optional(),
    /** Factor of the auxiliary branch in the loss, 0: no branch; the architecture's own where left out. */
    auxiliary: z.number().min(0).optional(),
    /** Channels of segformer's decoder; default 256. */
    decoderChannels: z.int().min(1).optional(),
    /** Share of the heat from which `attention-crop-unet` looks closer; default 0.7. */
    heatThreshold: z.number().min(0).max(1).optional(),
    selfAttention: z.boolean().default(true),
    activation: z.enum(["relu", "mish"]).default("mish"),
    lastCross: z.boolean().default(true),
  }),
  /**
   * First values of the encoder: `none` draws them, `imagenet` are the published ones, else a file of
   * weights (.pth, .safetensors).
   */
  pretrained: z.string().min(1).default("none"),
  /** Images are squished to this size. */
  size: sizeSchema,
  /** Images a pass through the network. A recipe may say `auto`: see `settleBatches`. */
  batch: batchSchema,
  /** Images to an update; their gradients are summed over passes. No less than `batch`. */
  accumulate: z.int().min(1).default(1),
  epochs: z.int().min(1).max(100_000),
  /** Times that an epoch goes through the training images, as mmsegmentation's `RepeatDataset`. */
  repeat: z.int().min(1).max(1000).default(1),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(0),
  validation: z
    .strictObject({
      fraction: z.number().gt(0).lt(1).default(0.3),
      /** Its first group names what must stay together in the split, matched against the stem. */
      group: z
        .string()
        .refine((text) => isRegExp(text), "is no regular expression")
        .optional(),
    })
    .prefault({}),
  augment: z.enum(AUGMENTATIONS).default("body-parts"),
  learningRate: z.number().positive(),
  schedule: scheduleSchema,
  /** Decoupled weight decay (AdamW), of weights but not of biases and normalizations. */
  weightDecay: z.number().min(0).default(0),
  /** Adam's; fastai's own are 0.9, 0.99 and 1e-5. */
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.99),
  epsilon: z.number().positive().default(1e-5),
  /** The encoder's first layers learn at 1 / this of the head's rate. */
  rateDivisor: z.number().min(1).default(1),
  /** Whether the layers between learn at rates in between (`depth`) or as the first ones (`part`). */
  rateBy: rateBySchema.default("depth"),
  /** Epochs at the begin in which the encoder stays as it is but for its normalizations. */
  freezeEpochs: z.int().min(0).default(0),
  /** Parts that get no update at all, their normalizations included: `requires_grad = False`. */
  freeze: z
    .array(z.enum(MODEL_PARTS))
    .refine(
      (parts) => MODEL_PARTS.some((part) => !parts.includes(part)),
      "must leave a part to train",
    )
    .default([]),
  loss: lossSchema.prefault({ name: "cross-entropy" }),
  classWeights: z.enum(CLASS_WEIGHTS).default("sqrt"),
  /** Soft Dice loss that is added to the loss, times this. */
  dice: z.number().min(0).default(0),
  /** What makes an epoch the best one, of the validation images: the most of it, of `loss` the least. */
  monitor: z.enum(["meanIou", "accuracy", "loss"]).default("meanIou"),
  /** Epochs without a better one after which training, or its stage, ends; 0: never. */
  patience: z.int().min(0).default(0),
  /** Steps to look for learning rates before training, 0: none. `learningRate` stays in use. */
  findRate: z.int().min(0).max(10_000).default(0),
  /** Average predictions with those of the mirrored image. */
  testTimeAugmentation: z.boolean().default(false),
  /** Ends training early; the schedule is compressed into the time where it would not fit. */
  maxMinutes: z.number().positive().optional(),
  maxSteps: z.int().min(1).optional(),
  /** One after another, each as the config but for what it says itself; none: one as the config. */
  stages: z.array(stageSchema).max(100).default([]),
});

/** As it is written; `TrainConfig` has every default filled in. */
export type TrainConfigInput = z.input<typeof trainConfigSchema>;
export type TrainConfig = z.infer<typeof trainConfigSchema>;

const batchOrAuto = z.union([batchSchema, z.literal("auto")]);

/** A config that may leave the batch to the machine that it is run on. */
export const recipeConfigSchema = trainConfigSchema.extend({
  batch: batchOrAuto,
  stages: z
    .array(stageSchema.extend({ batch: batchOrAuto.optional() }))
    .max(100)
    .default([]),
});
export type RecipeConfigInput = z.input<typeof recipeConfigSchema>;
export type RecipeConfig = z.infer<typeof recipeConfigSchema>;

function isRegExp(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
