import { z } from "zod";
import { slugSchema } from "./challenge.ts";

/**
 * `prepare`: scores for a split version that is not active. `activate`: what an activation found
 * missing. `rescore`: everything anew from the stored files.
 */
export const rescoreKindSchema = z.enum(["prepare", "activate", "rescore"]);
export type RescoreKind = z.infer<typeof rescoreKindSchema>;

export const rescoreStateSchema = z.enum(["running", "done", "cancelled"]);
export type RescoreState = z.infer<typeof rescoreStateSchema>;

/** Which submissions to score anew. */
export const rescoreScopeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("all") }),
  z.object({ kind: z.literal("team"), teamId: z.uuid() }),
  z.object({ kind: z.literal("submission"), submissionId: z.uuid() }),
]);
export type RescoreScope = z.infer<typeof rescoreScopeSchema>;

/** A batch with how far it is and what came of it. */
export const rescoreViewSchema = z.object({
  id: z.string(),
  challenge: slugSchema,
  kind: rescoreKindSchema,
  /** In words: "all", "team Night owls". */
  scope: z.string(),
  dryRun: z.boolean(),
  splitVersion: z.int(),
  state: rescoreStateSchema,
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  /** Submissions whose public or private mean IoU came out differently. */
  changed: z.int(),
  /** Largest change of a public mean IoU, in 0..1. */
  largestChange: z.number(),
  requestedBy: z.string().nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  /** When it will be done if it goes on like this. */
  expectedAt: z.date().nullable(),
});
export type RescoreView = z.infer<typeof rescoreViewSchema>;

/** A submission that a batch changed or could not score. */
export const rescoreChangeSchema = z.object({
  submissionId: z.string(),
  team: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  privateBefore: z.number().nullable(),
  privateAfter: z.number().nullable(),
  error: z.string().nullable(),
});
export type RescoreChange = z.infer<typeof rescoreChangeSchema>;

/** Where a team stands; `null` where it does not. */
export const standingSchema = z.object({ rank: z.int(), meanIou: z.number() }).nullable();
export type Standing = z.infer<typeof standingSchema>;
