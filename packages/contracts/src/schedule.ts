import { z } from "zod";
import {
  boardShownSchema,
  type ChallengeStatus,
  type PhasePlan,
  phaseOf,
  phaseSchema,
} from "./challenge.ts";
import { standingSchema } from "./rescoring.ts";

/** All instants of a challenge's course; `null` = not planned. */
export interface Timetable extends PhasePlan {
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly lateUntil: Date | null;
}

/**
 * What happens to an upload that begins now. `open`: it is ranked. `late`: it is scored and listed
 * apart, outside the ranks. `early`, `over`: it is refused.
 */
export const intakeSchema = z.enum(["early", "open", "late", "over"]);
export type Intake = z.infer<typeof intakeSchema>;

/**
 * What happens to an upload that begins at an instant. Instants belong to what they begin: at
 * `startsAt` uploads are taken, at `endsAt` they are late. A reveal ends the challenge too: whoever
 * knows private scores can't be ranked any more.
 */
export function intakeOf(plan: Timetable & { status: ChallengeStatus }, now: Date): Intake {
  const { status, startsAt, endsAt, lateUntil } = plan;
  if (status === "closed" || status === "archived") return "over";
  if (startsAt && now < startsAt) return "early";
  const ended = (endsAt !== null && endsAt <= now) || phaseOf(plan, now) === "revealed";
  if (!ended) return "open";
  return lateUntil && now < lateUntil ? "late" : "over";
}

/** The next instant at which the phase or the intake changes by itself; `null` = none is planned. */
export function nextBoundary(plan: Timetable, now: Date): Date | null {
  const { startsAt, endsAt, lateUntil, frozenAt, revealedAt } = plan;
  const ahead = [startsAt, endsAt, lateUntil, frozenAt, revealedAt]
    .filter((at): at is Date => at !== null && at > now)
    .sort((a, b) => a.getTime() - b.getTime());
  return ahead[0] ?? null;
}

/** The names of the instants, in the order in which they usually come. */
export const TIMETABLE_FIELDS = [
  "startsAt",
  "frozenAt",
  "endsAt",
  "lateUntil",
  "revealedAt",
] as const;
export type TimetableField = (typeof TIMETABLE_FIELDS)[number];

/** The course of a challenge, for its organizers. */
export const scheduleSchema = z.object({
  slug: z.string(),
  title: z.string(),
  phase: phaseSchema,
  intake: intakeSchema,
  startsAt: z.date().nullable(),
  frozenAt: z.date().nullable(),
  endsAt: z.date().nullable(),
  lateUntil: z.date().nullable(),
  revealedAt: z.date().nullable(),
  boardShown: boardShownSchema,
  /** Ladder rule: smallest step of a team's shown score; `null` = off. */
  ladderStep: z.number().nullable(),
  /** The server's clock, by which everything goes. */
  now: z.date(),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** A news item that is written with a change, so that nobody extends a deadline in silence. */
export const announcementTextSchema = z.object({
  title: z.string().trim().min(1).max(160),
  /** Markdown. */
  body: z.string().max(20_000).default(""),
  /** Until when it shows as a banner; `null` = on the page of announcements only. */
  bannerUntil: z.date().nullable().default(null),
});
export type AnnouncementText = z.infer<typeof announcementTextSchema>;

export const announcementSchema = z.object({
  id: z.string(),
  /** Slug; `null` = to the whole site. */
  challenge: z.string().nullable(),
  title: z.string(),
  body: z.string(),
  by: z.string(),
  bannerUntil: z.date().nullable(),
  createdAt: z.date(),
  /** Only organizers see what was withdrawn. */
  withdrawnAt: z.date().nullable(),
});
export type Announcement = z.infer<typeof announcementSchema>;

/** From public place to private place, in the order of the private board. */
export const shakeUpSchema = z.object({
  challenge: z.string(),
  rounding: z.int(),
  /** `false` in a dry run before the reveal. */
  revealed: z.boolean(),
  /** A place is `null` where the team has none on that board. */
  teams: z.array(
    z.object({
      teamId: z.string(),
      team: z.string(),
      house: z.boolean(),
      public: standingSchema,
      private: standingSchema,
    }),
  ),
});
export type ShakeUp = z.infer<typeof shakeUpSchema>;

/** Best late submission of each team, outside the ranks. */
export const lateEntrySchema = z.object({
  teamId: z.string(),
  team: z.string(),
  meanIou: z.number(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** For organizers, and for all after the reveal. */
  privateMeanIou: z.number().nullable(),
  submissions: z.int(),
  submittedAt: z.date(),
});
export type LateEntry = z.infer<typeof lateEntrySchema>;

export const exportKindSchema = z.enum(["board", "submissions", "images"]);
export type ExportKind = z.infer<typeof exportKindSchema>;
export const exportFormatSchema = z.enum(["csv", "json"]);
export type ExportFormat = z.infer<typeof exportFormatSchema>;
