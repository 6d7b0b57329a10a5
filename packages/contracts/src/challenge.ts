import { z } from "zod";
import { classMapSchema } from "./class-map.ts";
import { laneSchema } from "./lane.ts";

export const slugSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, "use lower-case letters, digits and dashes");

/** Limits that an organizer sets. Counts are per team; days are UTC days. */
export const limitsSchema = z.strictObject({
  perDay: z.int().min(1).max(10_000).default(10),
  total: z.int().min(1).max(1_000_000).default(1_000),
  invalidPerDay: z.int().min(1).max(10_000).default(30),
  artifactMiB: z.number().positive().max(8_192).default(1_024),
  teamSize: z.int().min(1).max(100).default(5),
  finals: z.int().min(1).max(20).default(2),
  /** Wall-clock seconds in which a submitted model must have segmented all test images. */
  modelSeconds: z.int().min(5).max(3_000).default(600),
  /** Memory that a submitted model may take while it runs. */
  modelMemoryMiB: z.int().min(256).max(65_536).default(2_048),
});
export type Limits = z.infer<typeof limitsSchema>;

/** `public`: public scores show. `frozen`: the board stands still. `revealed`: private scores show. */
export const phaseSchema = z.enum(["public", "frozen", "revealed"]);
export type Phase = z.infer<typeof phaseSchema>;

/** The instants at which a challenge's phases begin; `null` = not planned, the past = begun. */
export interface PhasePlan {
  readonly frozenAt: Date | null;
  readonly revealedAt: Date | null;
}

/** The phase at an instant. It follows from the clock alone: no job has to run on time. */
export function phaseOf({ frozenAt, revealedAt }: PhasePlan, now: Date): Phase {
  if (revealedAt && revealedAt <= now) return "revealed";
  return frozenAt && frozenAt <= now ? "frozen" : "public";
}

/** Whether the board shows in each phase to others than organizers. */
export const boardShownSchema = z.strictObject({
  public: z.boolean().default(true),
  frozen: z.boolean().default(true),
  revealed: z.boolean().default(true),
});
export type BoardShown = z.infer<typeof boardShownSchema>;

export const challengeStatusSchema = z.enum(["draft", "published", "closed", "archived"]);
export type ChallengeStatus = z.infer<typeof challengeStatusSchema>;

export const splitNameSchema = z.enum(["public", "private"]);
export type SplitName = z.infer<typeof splitNameSchema>;

/** `challenge.yaml` of a challenge folder. Everything but the classes is optional. */
export const challengeConfigSchema = z.strictObject({
  title: z.string().trim().min(1).max(120).optional(),
  summary: z.string().trim().max(280).optional(),
  description: z.string().max(100_000).optional(),
  licence: z.string().max(2_000).optional(),
  classes: classMapSchema.shape.classes,
  void: classMapSchema.shape.void,
  rgbMasks: classMapSchema.shape.rgbMasks,
  limits: limitsSchema.partial().optional(),
  /** What teams may submit; by default masks only. */
  lanes: z.array(laneSchema).min(1).optional(),
  startsAt: z.coerce.date().optional(),
  endsAt: z.coerce.date().optional(),
  /** Decimal places of public scores on the board; ties after rounding share a rank. */
  rounding: z.int().min(2).max(8).optional(),
});
export type ChallengeConfig = z.infer<typeof challengeConfigSchema>;
