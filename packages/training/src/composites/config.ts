import { z } from "zod";
import { batchSchema, sizeSchema } from "../stage-schema.ts";

const weight = z.number().min(0).default(0);

/** Factors of the losses that are added up; 0 leaves one out. */
const maskLossSchema = z.strictObject({ bce: weight, dice: weight, ssim: weight, rmse: weight });
const depthLossSchema = z.strictObject({ bce: weight, ssim: weight, rmse: weight });

/** Everything that decides what a training on composites gives. Unknown keys throw. */
export const compositesConfigSchema = z
  .strictObject({
    /** Any network for six channels; its two outputs a pixel are mask and depth. */
    model: z
      .strictObject({
        architecture: z.string().default("classic-unet"),
        encoder: z.string().default("plain"),
        depth: z.int().min(1).max(5).optional(),
      })
      .prefault({}),
    /** Backgrounds, composites, masks and depths are squished to this size. */
    size: sizeSchema,
    batch: batchSchema,
    epochs: z.int().min(1).max(100_000),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(0),
    validation: z.strictObject({ fraction: z.number().gt(0).lt(1).default(0.3) }).prefault({}),
    learningRate: z.number().positive(),
    /** PyTorch's `ReduceLROnPlateau` by the validation loss. */
    plateau: z
      .strictObject({
        patience: z.int().min(0).default(3),
        factor: z.number().gt(0).lt(1).default(0.1),
        threshold: z.number().min(0).default(1e-4),
      })
      .prefault({}),
    maskLoss: maskLossSchema.prefault({}),
    depthLoss: depthLossSchema.prefault({}),
    /** Lower resolutions first: each `scale` of `size`, from the weights that the one before ended with. */
    stages: z
      .array(
        z.strictObject({
          scale: z.number().gt(0).max(1),
          epochs: z.int().min(1).max(100_000).optional(),
          batch: batchSchema.optional(),
        }),
      )
      .max(100)
      .default([]),
    maxSteps: z.int().min(1).optional(),
  })
  .refine(
    ({ maskLoss, depthLoss }) =>
      [...Object.values(maskLoss), ...Object.values(depthLoss)].some((value) => value > 0),
    { path: ["maskLoss"], message: "or depthLoss needs a factor above 0" },
  );

export type CompositesConfigInput = z.input<typeof compositesConfigSchema>;
export type CompositesConfig = z.infer<typeof compositesConfigSchema>;
