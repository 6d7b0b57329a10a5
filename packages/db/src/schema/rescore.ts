import type { RescoreKind, RescoreState } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { user } from "./auth.ts";
import { challenge, splitVersion } from "./challenge.ts";
import { createdAt, instant, primaryId } from "./columns.ts";
import { submission } from "./submission.ts";

export type RescoreItemState = "waiting" | "done" | "failed";

/** Many submissions scored again, or for the first time against another split version. */
export const rescore = pgTable(
  "rescore",
  {
    id: primaryId(),
    challengeId: uuid()
      .notNull()
      .references(() => challenge.id, { onDelete: "cascade" }),
    splitVersionId: uuid()
      .notNull()
      .references(() => splitVersion.id, { onDelete: "cascade" }),
    /** Who and why, in words: "all", "team X", "prepare split 3". */
    scope: text().notNull(),
    kind: text().$type<RescoreKind>().notNull().default("rescore"),
    /** Scores are computed and compared, but not published. */
    dryRun: boolean().notNull().default(false),
    state: text().$type<RescoreState>().notNull().default("running"),
    total: integer().notNull(),
    requestedBy: text().references(() => user.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    /** When a scorer took it up. */
    startedAt: instant(),
    finishedAt: instant(),
  },
  (table) => [
    check("rescore_kind_check", sql`${table.kind} in ('prepare', 'activate', 'rescore')`),
    check("rescore_state_check", sql`${table.state} in ('running', 'done', 'cancelled')`),
    index("rescore_challenge_idx").on(table.challengeId, table.createdAt),
  ],
);

/** What is done survives whoever did it: a killed scorer goes on where it stopped. */
export const rescoreItem = pgTable(
  "rescore_item",
  {
    rescoreId: uuid()
      .notNull()
      .references(() => rescore.id, { onDelete: "cascade" }),
    submissionId: uuid()
      .notNull()
      .references(() => submission.id, { onDelete: "cascade" }),
    state: text().$type<RescoreItemState>().notNull().default("waiting"),
    error: text(),
    /** Mean IoUs that the submission had before, and those that came out. */
    before: doublePrecision(),
    after: doublePrecision(),
    privateBefore: doublePrecision(),
    privateAfter: doublePrecision(),
  },
  (table) => [
    primaryKey({ columns: [table.rescoreId, table.submissionId] }),
    index("rescore_item_submission_idx").on(table.submissionId),
    index("rescore_item_waiting_idx").on(table.rescoreId).where(sql`${table.state} = 'waiting'`),
    check("rescore_item_state_check", sql`${table.state} in ('waiting', 'done', 'failed')`),
  ],
);
