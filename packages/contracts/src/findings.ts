import { z } from "zod";

const fileName = z.string();

/** Two pictures that look alike: the bits in which their 64-bit perceptual hashes differ. */
export const lookAlikeSchema = z.object({
  train: fileName,
  test: fileName,
  /** 0 = the same picture as far as the hash can tell. */
  distance: z.int(),
});

/** What an import found, for the organizer to judge before the challenge is published. */
export const importFindingsSchema = z.object({
  images: z.object({ train: z.int(), public: z.int(), private: z.int() }),
  sizes: z.array(z.object({ width: z.int(), height: z.int(), images: z.int() })),
  /** Pixel share of each class (void left out) on each side, in 0..1. */
  classes: z.array(
    z.object({
      id: z.int(),
      train: z.number(),
      public: z.number(),
      private: z.number(),
      /** Images in which the class occurs. */
      imagesWith: z.object({ train: z.int(), public: z.int(), private: z.int() }),
    }),
  ),
  strayLabels: z.array(z.object({ file: fileName, label: z.int(), pixels: z.int() })),
  sizeMismatches: z.array(z.object({ file: fileName, image: z.string(), mask: z.string() })),
  /** Stems that occur in train and in test. */
  sharedStems: z.array(z.string()),
  lookAlikes: z.array(lookAlikeSchema),
});
export type ImportFindings = z.infer<typeof importFindingsSchema>;
