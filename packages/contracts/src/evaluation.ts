import { z } from "zod";

/** A share in 0..1, or `null` where it is undefined (0 / 0). */
export const shareSchema = z.number().min(0).max(1).nullable();

export const classResultSchema = z.object({
  id: z.int(),
  name: z.string(),
  iou: shareSchema,
  dice: shareSchema,
  precision: shareSchema,
  recall: shareSchema,
  truthPixels: z.int(),
  predictedPixels: z.int(),
});
export type ClassResult = z.infer<typeof classResultSchema>;

/** What `maskboard evaluate --json` prints and what the scorer derives for a split. */
export const evaluationSchema = z.object({
  meanIou: shareSchema,
  pixelAccuracy: shareSchema,
  meanAccuracy: shareSchema,
  frequencyWeightedIou: shareSchema,
  images: z.int(),
  pixels: z.int(),
  perClass: z.array(classResultSchema),
  perImage: z.array(z.object({ name: z.string(), meanIou: shareSchema })),
  /** `matrix[t][p]` in the order of `ids`; `other[t]` = predicted as something that is no class. */
  confusion: z.object({
    ids: z.array(z.int()),
    matrix: z.array(z.array(z.int())),
    other: z.array(z.int()),
  }),
});
export type Evaluation = z.infer<typeof evaluationSchema>;
