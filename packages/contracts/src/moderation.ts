import { z } from "zod";
import { auditActionSchema, auditViaSchema } from "./audit.ts";
import { laneSchema } from "./lane.ts";
import { standingSchema } from "./rescoring.ts";
import { errorBodySchema, progressSchema } from "./submission.ts";
import { memberSchema, submissionRowSchema } from "./views.ts";

/** Why something does not count, in words that its team reads. */
export const reasonSchema = z.string().trim().min(3).max(500);

const queued = submissionRowSchema.pick({
  id: true,
  challenge: true,
  team: true,
  by: true,
  lane: true,
  filename: true,
  state: true,
  createdAt: true,
  error: true,
});
/** A submission in the queue, or one that has just left it. */
export const queueItemSchema = queued.extend({
  queuedAt: z.date().nullable(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  /** Name of the scorer that took it up last. */
  worker: z.string().nullable(),
  /** How often a scorer has taken it up. */
  attempts: z.int(),
  /** Images done and to do. */
  progress: progressSchema.nullable(),
  /** When it will be done, by the rule of `queueViewSchema.pace`; `null` when nothing is known. */
  expectedAt: z.date().nullable(),
});
export type QueueItem = z.infer<typeof queueItemSchema>;

export const queueViewSchema = z.object({
  /** In the order in which they will be taken up; uploads that are still arriving come last. */
  waiting: queueItemSchema.array(),
  running: queueItemSchema.array(),
  /** Ended in the last 24 hours, the latest first. */
  ended: queueItemSchema.array(),
  totals: z.object({ waiting: z.int(), running: z.int(), ended: z.int() }),
  /** Scorers that are connected, and how many jobs each works on at the same time. */
  workers: z.array(z.object({ name: z.string(), places: z.int(), busy: z.int() })),
  /** Median duration of the latest scorings of each lane, from being taken up to the score. */
  pace: z.array(z.object({ lane: laneSchema, seconds: z.number(), of: z.int() })),
});
export type QueueView = z.infer<typeof queueViewSchema>;

/** The whole site's queue with the counts of its kinds of jobs. */
export const siteQueueSchema = queueViewSchema.extend({
  queues: z.array(
    z.object({ name: z.string(), waiting: z.int(), active: z.int(), failed: z.int() }),
  ),
});
export type SiteQueue = z.infer<typeof siteQueueSchema>;

/** A team as organizers see it. */
export const teamRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  house: z.boolean(),
  members: memberSchema.array(),
  submissions: z.int(),
  finals: z.int(),
  bestPublic: z.number().nullable(),
  lastSubmittedAt: z.date().nullable(),
  disqualified: z.object({ at: z.date(), reason: z.string() }).nullable(),
  createdAt: z.date(),
});
export type TeamRow = z.infer<typeof teamRowSchema>;

/** A team whose place changes, with its place before and after. */
export const rankChangeSchema = z.object({
  teamId: z.string(),
  team: z.string(),
  before: standingSchema,
  after: standingSchema,
});
export type RankChange = z.infer<typeof rankChangeSchema>;

/** What a change that is not made yet would do to both boards: only teams that it moves. */
export const rankPreviewSchema = z.object({
  public: rankChangeSchema.array(),
  private: rankChangeSchema.array(),
});
export type RankPreview = z.infer<typeof rankPreviewSchema>;

/** What a merge does, or would do. */
export const mergeResultSchema = z.object({
  from: z.string(),
  into: z.string(),
  members: z.int(),
  teamSize: z.int(),
  /** Charged submissions of both, and the most that one team could have made by today. */
  submissions: z.int(),
  allowed: z.int(),
  days: z.int(),
  /** Final submissions that are unset because both together had too many. */
  finalsUnset: z.array(z.object({ id: z.string(), filename: z.string() })),
  /** Why it can't be done; `null` when it can. */
  refusal: errorBodySchema.nullable(),
});
export type MergeResult = z.infer<typeof mergeResultSchema>;

export const auditEntrySchema = z.object({
  id: z.int(),
  at: z.date(),
  challenge: z.string().nullable(),
  actor: z.string(),
  actorId: z.string().nullable(),
  via: auditViaSchema,
  action: auditActionSchema,
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
  reason: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type AuditEntryView = z.infer<typeof auditEntrySchema>;

export const auditFilterSchema = z.object({
  action: auditActionSchema.optional(),
  /** Part of the actor's name, or their id. */
  actor: z.string().trim().max(100).optional(),
  /** Part of the subject's name, or its id. */
  subject: z.string().trim().max(200).optional(),
  since: z.date().optional(),
  until: z.date().optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export const auditPageSchema = z.object({
  entries: auditEntrySchema.array(),
  /** Give it as `before` to get the next, older page; `null` at the end. */
  next: z.int().nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

const similarSideSchema = z.object({
  submissionId: z.string(),
  team: z.string(),
  by: z.string(),
  filename: z.string(),
  createdAt: z.date(),
  publicMeanIou: z.number().nullable(),
  disqualified: z.boolean(),
});

/** Two submissions of different teams that are (almost) the same. */
export const similarPairSchema = z.object({
  id: z.string(),
  kind: z.enum(["same-file", "same-predictions"]),
  /** Share of equal labels, in 0..1. */
  agreement: z.number(),
  foundAt: z.date(),
  dismissed: z.object({ at: z.date(), by: z.string() }).nullable(),
  earlier: similarSideSchema,
  later: similarSideSchema,
});
export type SimilarPair = z.infer<typeof similarPairSchema>;

/**
 * Submissions of different teams whose predictions agree on at least this share of the sampled
 * pixels are shown to organizers. Two models of the same kind, trained apart, differ at the borders
 * of objects and so on about one pixel in fifty; a copy, or one with a few pixels changed to get
 * another checksum, differs on fewer than one in five hundred.
 */
export const SIMILAR_AGREEMENT = 0.998;
