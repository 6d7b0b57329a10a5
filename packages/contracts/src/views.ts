import { z } from "zod";
import { challengeStatusSchema, limitsSchema, phaseSchema, splitNameSchema } from "./challenge.ts";
import { segmentationClassSchema } from "./class-map.ts";
import { classResultSchema, shareSchema } from "./evaluation.ts";
import { keyScopeSchema } from "./key-scope.ts";
import { laneSchema } from "./lane.ts";
import { intakeSchema } from "./schedule.ts";
import {
  disqualificationSchema,
  errorBodySchema,
  progressSchema,
  submissionStateSchema,
} from "./submission.ts";

/* What the API returns: the forms that web, command line and other clients rely on. */

export const viewerSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  admin: z.boolean(),
  /** What the API key of this request may do; left out for sessions and for keys that may do all. */
  scopes: z.array(keyScopeSchema).optional(),
});
export type Viewer = z.infer<typeof viewerSchema>;

export const boardEntrySchema = z.object({
  rank: z.int(),
  team: z.string(),
  teamId: z.string(),
  /** A team of the organizers, shown for orientation. */
  house: z.boolean(),
  meanIou: z.number(),
  /** 95 % bootstrap interval over images. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  perClass: z.array(z.object({ id: z.int(), iou: shareSchema })),
  submissions: z.int(),
  submittedAt: z.date(),
  /** Ranks gained since 24 hours ago; `null` for a team that is new since then. */
  movement: z.int().nullable(),
  /** The team's best so far after each of its latest submissions, oldest first, at most 20. */
  history: z.array(z.number()),
});
export type BoardEntry = z.infer<typeof boardEntrySchema>;

export const boardSchema = z.object({
  challenge: z.string(),
  split: splitNameSchema,
  phase: phaseSchema,
  rounding: z.int(),
  classes: z.array(segmentationClassSchema),
  /** Grows with every change of the board. */
  revision: z.int(),
  entries: z.array(boardEntrySchema),
});
export type Board = z.infer<typeof boardSchema>;

export const memberSchema = z.object({
  userId: z.string(),
  name: z.string(),
  captain: z.boolean(),
});

export const teamViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  challenge: z.string(),
  members: z.array(memberSchema),
  captain: z.boolean(),
  sizeLimit: z.int(),
  /** Path of the invite link, for members. */
  invitePath: z.string(),
  /** Why the team does not count, if it does not. */
  disqualified: z.string().nullable(),
});
export type TeamView = z.infer<typeof teamViewSchema>;

export const quotaSchema = z.object({
  today: z.int(),
  perDay: z.int(),
  total: z.int(),
  totalLimit: z.int(),
  invalidToday: z.int(),
  invalidPerDay: z.int(),
  resetsAt: z.date(),
});
export type Quota = z.infer<typeof quotaSchema>;

export const challengeCardSchema = z.object({
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  status: challengeStatusSchema,
  phase: phaseSchema,
  startsAt: z.date().nullable(),
  endsAt: z.date().nullable(),
  teams: z.int(),
  submissions: z.int(),
  /** Paths of a few images for a picture strip. */
  pictures: z.array(z.object({ image: z.string(), mask: z.string() })),
});
export type ChallengeCard = z.infer<typeof challengeCardSchema>;

/** The one next step that a challenge's home suggests to who looks. */
export const nextStepSchema = z.enum([
  "sign-in",
  "make-team",
  "first-upload",
  "see-result",
  "upload-again",
  "over",
  "not-open",
]);

export const challengeViewSchema = challengeCardSchema.extend({
  id: z.string(),
  description: z.string(),
  classes: z.array(segmentationClassSchema),
  void: z.int().nullable(),
  rgbMasks: z.boolean(),
  limits: limitsSchema,
  lanes: z.array(laneSchema),
  rounding: z.int(),
  /** Whether uploads are taken, ranked or late. */
  open: z.boolean(),
  intake: intakeSchema,
  frozenAt: z.date().nullable(),
  lateUntil: z.date().nullable(),
  revealedAt: z.date().nullable(),
  /** The next instant at which phase or intake change by themselves. */
  changesAt: z.date().nullable(),
  /** Whether this viewer may not see the board in this phase. */
  boardHidden: z.boolean(),
  /** A public score shows only when it is better than the team's best by so much; `null` = always. */
  ladderStep: z.number().nullable(),
  organizer: z.boolean(),
  team: teamViewSchema.nullable(),
  quota: quotaSchema.nullable(),
  nextStep: nextStepSchema,
  latestSubmissionId: z.string().nullable(),
});
export type ChallengeView = z.infer<typeof challengeViewSchema>;

/** An image with its mask: size in pixels, paths of both. */
export const sampleSchema = z.object({
  stem: z.string(),
  width: z.int(),
  height: z.int(),
  image: z.string(),
  mask: z.string(),
});

export const dataViewSchema = z.object({
  licence: z.string(),
  trainImages: z.int(),
  testImages: z.int(),
  /** Share of all training pixels (void left out), in the order of the classes. */
  classShares: z.array(z.object({ id: z.int(), share: z.number() })),
  samples: sampleSchema.array(),
  kit: z.object({ path: z.string(), bytes: z.int() }),
});
export type DataView = z.infer<typeof dataViewSchema>;

export const submissionRowSchema = z.object({
  id: z.string(),
  challenge: z.string(),
  team: z.string(),
  by: z.string(),
  lane: laneSchema,
  filename: z.string(),
  bytes: z.int(),
  note: z.string(),
  state: submissionStateSchema,
  final: z.boolean(),
  /** Begun after the deadline: scored, outside the ranks. */
  late: z.boolean(),
  createdAt: z.date(),
  /** As the viewer may see it: with the Ladder rule, the team's best so far. */
  publicMeanIou: z.number().nullable(),
  /** Whether the Ladder rule holds this submission's own score back from its team. */
  heldBack: z.boolean(),
  /** Only for organizers, and for all after the reveal. */
  privateMeanIou: z.number().nullable(),
  error: errorBodySchema.nullable(),
  /** Why it does not count, if it does not. */
  disqualified: disqualificationSchema.nullable(),
});
export type SubmissionRow = z.infer<typeof submissionRowSchema>;

export const submissionViewSchema = submissionRowSchema.extend({
  /** What has happened so far, oldest first. */
  events: z.array(
    z.object({ state: submissionStateSchema, at: z.date(), text: z.string().nullable() }),
  ),
  /** Images done and to do in the current state. */
  progress: progressSchema.nullable(),
  /** Jobs before this one; 0 = next. `null` when it does not wait. */
  queuePosition: z.int().nullable(),
  /** Rank that the team has on the board through its best submission, if it has one. */
  teamRank: z.int().nullable(),
  /** Whether this is the team's best on the board. */
  best: z.boolean(),
  /** Things that were understood or ignored, for people to check. */
  notices: z.array(z.string()),
  result: z
    .object({
      split: splitNameSchema,
      meanIou: z.number(),
      interval: z.tuple([z.number(), z.number()]).nullable(),
      pixelAccuracy: shareSchema,
      meanAccuracy: shareSchema,
      frequencyWeightedIou: shareSchema,
      perClass: z.array(classResultSchema),
      /** Only images of the public split. */
      perImage: z.array(
        z.object({
          stem: z.string(),
          meanIou: shareSchema,
          image: z.string(),
          prediction: z.string(),
        }),
      ),
      confusion: z.object({
        ids: z.array(z.int()),
        matrix: z.array(z.array(z.int())),
        other: z.array(z.int()),
      }),
    })
    .nullable(),
  splitVersion: z.int().nullable(),
  scorerVersion: z.string().nullable(),
});
export type SubmissionView = z.infer<typeof submissionViewSchema>;
