import { z } from "zod";

/** `masks`: a zip of predicted masks. `model`: a model, which the scorer runs on the test images. */
export const laneSchema = z.enum(["masks", "model"]);
export type Lane = z.infer<typeof laneSchema>;
