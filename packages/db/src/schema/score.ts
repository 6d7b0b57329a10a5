import type { Evaluation, SplitName } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import {
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
import { splitVersion } from "./challenge.ts";
import { createdAt, instant, primaryId } from "./columns.ts";
import { image } from "./dataset.ts";
import { submission } from "./submission.ts";

/** An evaluation of a whole split; what each image got is in `score_image`. */
export type SplitEvaluation = Omit<Evaluation, "perImage">;

/**
 * Scores on the public split. Identity: artifact, split version and scorer version; a submission's
 * artifact never changes, so the submission stands for it.
 */
export const score = pgTable(
  "score",
  {
    id: primaryId(),
    submissionId: uuid()
      .notNull()
      .references(() => submission.id, { onDelete: "cascade" }),
    splitVersionId: uuid()
      .notNull()
      .references(() => splitVersion.id, { onDelete: "cascade" }),
    scorerVersion: text().notNull(),
    artifactSha256: text().notNull(),
    /** Repeated from the submission: the board is read far more often than written. */
    teamId: uuid().notNull(),
    submittedAt: instant().notNull(),
    /** When the submission first had a score: rescoring keeps it. Freeze and movement go by it. */
    publishedAt: instant().notNull().defaultNow(),
    /** Whether this is the latest score of the submission for the split version. */
    current: boolean().notNull().default(true),
    meanIou: doublePrecision().notNull(),
    /** What the Ladder rule shows instead of `meanIou`; `null` when nothing is held back. */
    shownMeanIou: doublePrecision(),
    /** Per-class IoU in the order of the challenge's classes; null where undefined. */
    classIous: jsonb().$type<(number | null)[]>().notNull(),
    /** 95 % bootstrap interval of the mean IoU over images. */
    intervalLow: doublePrecision(),
    intervalHigh: doublePrecision(),
    evaluation: jsonb().$type<SplitEvaluation>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("score_identity").on(table.submissionId, table.splitVersionId, table.scorerVersion),
    check("score_mean_iou_check", sql`${table.meanIou} between 0 and 1`),
    index("score_artifact_idx").on(table.artifactSha256, table.splitVersionId, table.scorerVersion),
    index("score_best_idx")
      .on(table.splitVersionId, table.teamId, table.meanIou.desc(), table.submittedAt)
      .where(sql`${table.current} and ${table.shownMeanIou} is null`),
    // Covers history, counts and yesterday's board without touching the table.
    index("score_history_idx")
      .on(
        table.splitVersionId,
        table.teamId,
        table.submittedAt,
        table.meanIou,
        table.shownMeanIou,
        table.publishedAt,
        table.submissionId,
      )
      .where(sql`${table.current}`),
  ],
);

/** Scores on the private split: a table of its own, read by `queries/private-scores.ts` only. */
export const scorePrivate = pgTable(
  "score_private",
  {
    scoreId: uuid()
      .primaryKey()
      .references(() => score.id, { onDelete: "cascade" }),
    meanIou: doublePrecision().notNull(),
    classIous: jsonb().$type<(number | null)[]>().notNull(),
    intervalLow: doublePrecision(),
    intervalHigh: doublePrecision(),
    evaluation: jsonb().$type<SplitEvaluation>().notNull(),
  },
  (table) => [check("score_private_mean_iou_check", sql`${table.meanIou} between 0 and 1`)],
);

export const scoreImage = pgTable(
  "score_image",
  {
    scoreId: uuid()
      .notNull()
      .references(() => score.id, { onDelete: "cascade" }),
    imageId: uuid()
      .notNull()
      .references(() => image.id, { onDelete: "cascade" }),
    split: text().$type<SplitName>().notNull(),
    meanIou: doublePrecision(),
    /** Sparse confusion matrix as `@maskboard/metrics` writes it: `[index, pixels, ...]`. */
    matrix: integer().array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scoreId, table.imageId] }),
    index("score_image_image_idx").on(table.imageId),
    check("score_image_split_check", sql`${table.split} in ('public', 'private')`),
  ],
);
