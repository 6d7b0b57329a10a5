import { z } from "zod";

const shareAndSeed = {
  /** Share of test images that become public, in 0..1. */
  publicShare: z.number().gt(0).lt(1),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
};

/** How a split version came to be; with the seed it can be made again. */
export const splitMethodSchema = z.discriminatedUnion("kind", [
  /** From `test/split.csv` of the imported folder, or its default. */
  z.strictObject({ kind: z.literal("import") }),
  z.strictObject({ kind: z.literal("random"), ...shareAndSeed }),
  /** Both sides get alike class presence and pixel shares. */
  z.strictObject({ kind: z.literal("stratified"), ...shareAndSeed }),
  z.strictObject({ kind: z.literal("csv"), filename: z.string().max(255) }),
  /** The same assignment on another data set version. */
  z.strictObject({ kind: z.literal("carried"), from: z.string() }),
]);
export type SplitMethod = z.infer<typeof splitMethodSchema>;
