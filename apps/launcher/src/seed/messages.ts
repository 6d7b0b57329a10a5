import { z } from "zod";

/** What the process that draws and predicts is asked to do. */
export const drawRequestSchema = z.object({
  /** Where the challenge folder goes. */
  folder: z.string(),
  /** Where the zips of predictions go. */
  predictions: z.string(),
  train: z.int(),
  public: z.int(),
  private: z.int(),
  size: z.int(),
  /** Slugs of the house teams whose predictions are wanted. */
  teams: z.array(z.string()),
});
export type DrawRequest = z.infer<typeof drawRequestSchema>;

/** What it tells on the way. */
export const drawMessageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("drawing"), done: z.int(), total: z.int() }),
  z.object({ kind: z.literal("drawn") }),
  z.object({ kind: z.literal("predicting"), team: z.string() }),
]);
export type DrawMessage = z.infer<typeof drawMessageSchema>;
