import { z } from "zod";
import type { ClassMap } from "./class-map.ts";
import { ERRORS, type ErrorCode } from "./errors.ts";

const fileName = z.string();
const share = z.number();
const bySide = <Value extends z.ZodType>(value: Value) =>
  z.object({ train: value, public: value, private: value });

const SIDES = ["train", "public", "private"] as const;

/** Lists of findings end here; their totals go on. */
export const MOST_LISTED = 1_000;

/** The first entries of a list, and how many there are. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ total: z.int(), items: z.array(item) });

/** Two pictures that look alike: the bits in which their 64-bit perceptual hashes differ. */
export const lookAlikeSchema = z.object({
  train: fileName,
  test: fileName,
  /** 0 = the same picture as far as the hash can tell. */
  distance: z.int(),
  /** The files are the same to the byte. */
  identical: z.boolean(),
});

/** What an import found, for the organizer to judge before the challenge is published. */
export const importFindingsSchema = z.object({
  images: bySide(z.int()),
  /** Sizes of the images, the most frequent first. */
  sizes: z.array(z.object({ width: z.int(), height: z.int(), images: z.int() })),
  /** Pixel share of each class (void left out) on each side, in 0..1. */
  classes: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      color: z.string(),
      ...bySide(share).shape,
      /** Images in which the class occurs. */
      imagesWith: bySide(z.int()),
    }),
  ),
  /** Every label that occurs: classes, void, and what is neither. */
  labels: z.array(
    z.object({ label: z.int(), pixels: bySide(z.int()), imagesWith: bySide(z.int()) }),
  ),
  /* Faults: with any of these there is no challenge. */
  unpaired: listOf(z.object({ file: fileName, missing: z.enum(["image", "mask", "depth map"]) })),
  /** Labels that are no class, with their first pixel. */
  strayLabels: listOf(
    z.object({ file: fileName, label: z.int(), pixels: z.int(), x: z.int(), y: z.int() }),
  ),
  /** `image`, `mask`: width x height. The mask may be a depth map. */
  sizeMismatches: listOf(z.object({ file: fileName, image: z.string(), mask: z.string() })),
  /** Stems that occur in train and in test. */
  sharedStems: listOf(z.string()),
  otherFaults: listOf(
    z.object({
      code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
      file: fileName.nullable(),
      message: z.string(),
    }),
  ),
  /* Warnings. */
  lookAlikes: listOf(lookAlikeSchema),
  /** Images with their masks laid over; labels that are no class in magenta. */
  pictures: z.array(z.object({ path: z.string(), file: fileName })),
});
export type ImportFindings = z.infer<typeof importFindingsSchema>;

/** Shares and presence of classes, in their order, from the labels that occur. */
export function classPresence(
  labels: ImportFindings["labels"],
  { classes, void: voidId }: Pick<ClassMap, "classes" | "void">,
): ImportFindings["classes"] {
  const none = { train: 0, public: 0, private: 0 };
  const all = { ...none };
  for (const { label, pixels } of labels) {
    if (label === voidId) continue;
    for (const side of SIDES) all[side] += pixels[side];
  }
  return classes.map(({ id, name, color }) => {
    const found = labels.find(({ label }) => label === id);
    const { pixels, imagesWith } = found ?? { pixels: none, imagesWith: none };
    const share = (side: keyof typeof none) => pixels[side] / Math.max(1, all[side]);
    const shares = { train: share("train"), public: share("public"), private: share("private") };
    return { id, name, color, ...shares, imagesWith };
  });
}

/** Where storage keeps the pictures of an import's report. */
export const importPictureKey = (importId: string, index: number): string =>
  `imports/${importId}/pictures/${index}.webp`;

/** How many faults keep the data set from being imported. */
export function countFaults(findings: ImportFindings): number {
  const { unpaired, strayLabels, sizeMismatches, sharedStems, otherFaults } = findings;
  return [unpaired, strayLabels, sizeMismatches, sharedStems, otherFaults].reduce(
    (sum, { total }) => sum + total,
    0,
  );
}
