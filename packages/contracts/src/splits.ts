import { z } from "zod";
import { rankPreviewSchema } from "./moderation.ts";
import { rescoreViewSchema } from "./rescoring.ts";
import { splitMethodSchema } from "./split.ts";

/** Share of test images that a proposal makes public, in 0..1, and the seed of its randomness. */
const drawn = {
  publicShare: z.number().min(0.01).max(0.99),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
};

/** How to propose a split of the test images. */
export const splitProposalSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("random"), ...drawn }),
  z.strictObject({ kind: z.literal("stratified"), ...drawn }),
  z.strictObject({
    kind: z.literal("csv"),
    filename: z.string().min(1).max(255),
    /** `image,split` with a line for each test image. */
    csv: z.string().max(4_000_000),
  }),
]);
export type SplitProposal = z.infer<typeof splitProposalSchema>;

const sideClassSchema = z.object({
  /** Share of the side's pixels (void left out), in 0..1. */
  share: z.number(),
  /** Images that hold the class. */
  images: z.int(),
});

/** How the classes lie on both sides. */
export const splitBalanceSchema = z.object({
  images: z.object({ public: z.int(), private: z.int() }),
  classes: z.array(z.object({ id: z.int(), public: sideClassSchema, private: sideClassSchema })),
  /** Ids of classes that occur on one side only. */
  missing: z.object({ public: z.array(z.int()), private: z.array(z.int()) }),
});
export type SplitBalance = z.infer<typeof splitBalanceSchema>;

/** What bootstrap resampling of the public images says about the public score. */
export const splitNoiseSchema = z.object({
  /** Best submissions of teams, best first, that the figures are from. */
  teams: z.array(
    z.object({
      team: z.string(),
      meanIou: z.number(),
      /** Half the width of the 95 % interval. */
      plusMinus: z.number(),
      /** How often the next one in the list would stand before it; `null` for the last. */
      swap: z.number().nullable(),
    }),
  ),
  resamples: z.int(),
});
export type SplitNoise = z.infer<typeof splitNoiseSchema>;

export const splitPreviewSchema = z.object({
  balance: splitBalanceSchema,
  /** `null` while nothing is scored. */
  noise: splitNoiseSchema.nullable(),
  /** Test images by stem. */
  assignment: z.array(z.object({ stem: z.string(), split: z.enum(["public", "private"]) })),
});
export type SplitPreview = z.infer<typeof splitPreviewSchema>;

export const splitVersionViewSchema = z.object({
  id: z.string(),
  /** Counts through all data set versions of a challenge. */
  version: z.int(),
  dataset: z.int(),
  datasetNote: z.string(),
  method: splitMethodSchema,
  note: z.string(),
  author: z.string().nullable(),
  createdAt: z.date(),
  active: z.boolean(),
  /** Its data gave way to other data as a whole: it can't be activated or looked at any more. */
  replaced: z.boolean(),
  images: z.object({ public: z.int(), private: z.int() }),
  /** Scored submissions, and how many of them have a score for this version. */
  submissions: z.int(),
  scored: z.int(),
  /** Its latest batch, if there is one. */
  rescore: rescoreViewSchema.nullable(),
});
export type SplitVersionView = z.infer<typeof splitVersionViewSchema>;

export const splitDetailSchema = splitVersionViewSchema.extend({
  balance: splitBalanceSchema,
  /** The version that is active now. */
  activeVersion: z.int(),
});
export type SplitDetail = z.infer<typeof splitDetailSchema>;

/** Who activated what, newest first. */
export const splitActivationSchema = z.object({
  at: z.date(),
  by: z.string(),
  from: z.int().nullable(),
  to: z.int(),
  reason: z.string().nullable(),
});

export const splitOverviewSchema = z.object({
  active: z.int(),
  versions: z.array(splitVersionViewSchema),
  activations: z.array(splitActivationSchema),
});
export type SplitOverview = z.infer<typeof splitOverviewSchema>;

export const activationSchema = z.object({
  /** `false`: it was active already. */
  activated: z.boolean(),
  version: z.int(),
  /** Submissions without a score for it, which are being scored now. */
  missing: z.int(),
  rescoreId: z.string().nullable(),
});
export type Activation = z.infer<typeof activationSchema>;

/** What activating a version would do to both boards: only teams that it moves. */
export const rankDifferenceSchema = rankPreviewSchema.extend({
  /** Scored submissions, and how many of them have the scores that are compared with. */
  submissions: z.int(),
  scored: z.int(),
});
export type RankDifference = z.infer<typeof rankDifferenceSchema>;

/** A data set version with corrected masks, and the split version that carries the assignment on. */
export const correctionSchema = z.object({
  dataset: z.int(),
  splitVersion: z.int(),
  /** Stems of the images whose masks were replaced. */
  test: z.array(z.string()),
  train: z.array(z.string()),
});
export type Correction = z.infer<typeof correctionSchema>;
