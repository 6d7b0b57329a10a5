import type { ErrorBody, Lane, SubmissionState } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { user } from "./auth.ts";
import { createdAt, instant, primaryId } from "./columns.ts";
import { team } from "./team.ts";

const STATES = sql.raw(
  "('uploading', 'uploaded', 'queued', 'checking', 'scoring', 'scored', 'invalid', 'failed')",
);

export const submission = pgTable(
  "submission",
  {
    id: primaryId(),
    challengeId: uuid().notNull(),
    teamId: uuid().notNull(),
    userId: text().references(() => user.id, { onDelete: "set null" }),
    lane: text().$type<Lane>().notNull().default("masks"),
    filename: text().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    note: text().notNull().default(""),
    state: text().$type<SubmissionState>().notNull().default("uploading"),
    final: boolean().notNull().default(false),
    /** Begun after the deadline, in the late lane: scored, not ranked among the others. */
    late: boolean().notNull().default(false),
    /** Since when it does not count, and the reason that its team reads. */
    disqualifiedAt: instant(),
    disqualifiedReason: text(),
    sha256: text(),
    artifactKey: text(),
    error: jsonb().$type<ErrorBody>(),
    /** Things that were understood or ignored, for people to check. */
    notices: jsonb().$type<string[]>().notNull().default([]),
    progressDone: integer(),
    progressTotal: integer(),
    /** When the upload began; deadlines and daily limits go by it. */
    createdAt: createdAt(),
    queuedAt: instant(),
    /** When a scorer took it up last, and which. */
    startedAt: instant(),
    worker: text(),
    finishedAt: instant(),
  },
  (table) => [
    foreignKey({
      name: "submission_team_fk",
      columns: [table.teamId, table.challengeId],
      foreignColumns: [team.id, team.challengeId],
    }).onDelete("cascade"),
    check("submission_state_check", sql`${table.state} in ${STATES}`),
    check("submission_lane_check", sql`${table.lane} in ('masks', 'model')`),
    check("submission_bytes_check", sql`${table.bytes} >= 0`),
    check(
      "submission_artifact_check",
      sql`${table.state} in ('uploading', 'invalid', 'failed') or (${table.sha256} is not null and ${table.artifactKey} is not null)`,
    ),
    index("submission_team_idx").on(table.teamId, table.createdAt),
    index("submission_challenge_idx").on(table.challengeId, table.createdAt),
    index("submission_sha_idx").on(table.sha256),
    index("submission_user_idx").on(table.userId),
    // Few: what the board leaves out.
    index("submission_outside_idx")
      .on(table.challengeId, table.id)
      .where(sql`${table.late} or ${table.disqualifiedAt} is not null`),
    index("submission_queued_idx").on(table.queuedAt).where(sql`${table.state} = 'queued'`),
    index("submission_uploading_idx").on(table.createdAt).where(sql`${table.state} = 'uploading'`),
  ],
);

/** What happened to a submission, one row for each move. */
export const submissionEvent = pgTable(
  "submission_event",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    submissionId: uuid()
      .notNull()
      .references(() => submission.id, { onDelete: "cascade" }),
    state: text().$type<SubmissionState>().notNull(),
    text: text(),
    createdAt: createdAt(),
  },
  (table) => [
    check("submission_event_state_check", sql`${table.state} in ${STATES}`),
    index("submission_event_submission_idx").on(table.submissionId, table.id),
  ],
);
