import { z } from "zod";
import { AUGMENTATIONS } from "./data/augmentation.ts";
import { scheduleSchema } from "./schedules/schedule.ts";

export const batchSchema = z.int().min(1).max(1024);
export const sizeSchema = z.strictObject({
  width: z.int().min(17).max(4096),
  height: z.int().min(17).max(4096),
});
/** See `parameterGroups`. */
export const rateBySchema = z.enum(["depth", "part"]);

/**
 * One stage of a training that goes through several, each with a schedule and an optimizer of its
 * own, from the weights that the one before ended with. What it leaves out is the config's.
 */
export const stageSchema = z.strictObject({
  /** Factor of the config's `size`: 0.5 is half of width and height. */
  scale: z.number().gt(0).max(4).optional(),
  /** Instead of a factor. */
  size: sizeSchema.optional(),
  batch: batchSchema.optional(),
  epochs: z.int().min(1).max(100_000).optional(),
  /** Factor of the config's `learningRate`. */
  rate: z.number().positive().optional(),
  rateDivisor: z.number().min(1).optional(),
  rateBy: rateBySchema.optional(),
  /** The encoder stays as it is but for its normalizations, in all epochs: fastai's `freeze`. */
  frozen: z.boolean().optional(),
  schedule: scheduleSchema.optional(),
  augment: z.enum(AUGMENTATIONS).optional(),
  findRate: z.int().min(0).max(10_000).optional(),
  /** Passes at most in this stage; the schedule is compressed into them. */
  maxSteps: z.int().min(1).optional(),
});
type Size = z.infer<typeof sizeSchema>;

/** The size of a stage, in whole pixels. */
export function stageSize(
  size: Size,
  { scale = 1, size: own }: Pick<z.infer<typeof stageSchema>, "scale" | "size">,
): Size {
  const scaled = (side: number) => Math.round(side * scale);
  return own ?? { width: scaled(size.width), height: scaled(size.height) };
}
