import type {
  BoardShown,
  ChallengeStatus,
  ImportFindings,
  Lane,
  Limits,
  SegmentationClass,
  SplitMethod,
} from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { user } from "./auth.ts";
import { createdAt, instant, primaryId } from "./columns.ts";

export const challenge = pgTable(
  "challenge",
  {
    id: primaryId(),
    slug: text().notNull().unique(),
    title: text().notNull(),
    summary: text().notNull().default(""),
    description: text().notNull().default(""),
    licence: text().notNull().default(""),
    classes: jsonb().$type<SegmentationClass[]>().notNull(),
    /** Label of pixels that do not count, if there is one. */
    voidId: integer(),
    rgbMasks: boolean().notNull().default(false),
    limits: jsonb().$type<Limits>().notNull(),
    lanes: jsonb().$type<Lane[]>().notNull().default(["masks"]),
    rounding: integer().notNull().default(5),
    startsAt: instant(),
    endsAt: instant(),
    status: text().$type<ChallengeStatus>().notNull().default("draft"),
    /** Scores published later do not show until the reveal. May lie ahead: then it is a plan. */
    frozenAt: instant(),
    /** From then on private scores show. May lie ahead. */
    revealedAt: instant(),
    /** Uploads between `endsAt` and this instant are scored as late ones, outside the ranking. */
    lateUntil: instant(),
    /** In which phases the board shows to others than organizers. */
    boardShown: jsonb()
      .$type<BoardShown>()
      .notNull()
      .default({ public: true, frozen: true, revealed: true }),
    /** Ladder rule: a public score shows only when it is better by so much; `null` = always. */
    ladderStep: doublePrecision(),
    /** The split version that scores count for; its data set version is the current one. */
    activeSplitVersionId: uuid().references((): AnyPgColumn => splitVersion.id),
    /** Grows in the transaction of whatever changes the board. */
    boardRevision: integer().notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    check(
      "challenge_status_check",
      sql`${table.status} in ('draft', 'published', 'closed', 'archived')`,
    ),
    check("challenge_late_check", sql`${table.endsAt} <= ${table.lateUntil}`),
    check("challenge_ladder_check", sql`${table.ladderStep} between 0 and 1`),
    check("challenge_dates_check", sql`${table.startsAt} < ${table.endsAt}`),
    check("challenge_rounding_check", sql`${table.rounding} between 2 and 8`),
  ],
);

export const challengeOrganizer = pgTable(
  "challenge_organizer",
  {
    challengeId: uuid()
      .notNull()
      .references(() => challenge.id, { onDelete: "cascade" }),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.challengeId, table.userId] }),
    index("challenge_organizer_user_idx").on(table.userId),
  ],
);

/** Immutable: a correction makes a new version. */
export const datasetVersion = pgTable(
  "dataset_version",
  {
    id: primaryId(),
    challengeId: uuid()
      .notNull()
      .references(() => challenge.id, { onDelete: "cascade" }),
    version: integer().notNull(),
    kitKey: text(),
    kitBytes: bigint({ mode: "number" }).notNull().default(0),
    /** Training pixels of each class, void left out, in the order of the classes. */
    classPixels: jsonb().$type<{ id: number; pixels: number }[]>().notNull().default([]),
    /** What is in it, as its import found it; `null` for versions made by correcting another. */
    findings: jsonb().$type<ImportFindings>(),
    /** Why it was made: "replaced 3 masks". */
    note: text().notNull().default(""),
    createdBy: text().references(() => user.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [unique("dataset_version_unique").on(table.challengeId, table.version)],
);

/** Immutable: which test images are public and which are private. */
export const splitVersion = pgTable(
  "split_version",
  {
    id: primaryId(),
    datasetVersionId: uuid()
      .notNull()
      .references(() => datasetVersion.id, { onDelete: "cascade" }),
    version: integer().notNull(),
    method: jsonb().$type<SplitMethod>().notNull().default({ kind: "import" }),
    note: text().notNull().default(""),
    createdBy: text().references(() => user.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [unique("split_version_unique").on(table.datasetVersionId, table.version)],
);
