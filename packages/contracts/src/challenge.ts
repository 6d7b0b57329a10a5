import { z } from "zod";
import { classMapSchema } from "./class-map.ts";

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
});
export type Limits = z.infer<typeof limitsSchema>;

/** `public`: public scores show. `frozen`: the board stands still. `revealed`: private scores show. */
export const phaseSchema = z.enum(["public", "frozen", "revealed"]);
export type Phase = z.infer<typeof phaseSchema>;

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
  startsAt: z.coerce.date().optional(),
  endsAt: z.coerce.date().optional(),
  /** Decimal places of public scores on the board; ties after rounding share a rank. */
  rounding: z.int().min(2).max(8).optional(),
});
export type ChallengeConfig = z.infer<typeof challengeConfigSchema>;
