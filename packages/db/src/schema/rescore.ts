import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { user } from "./auth.ts";
import { challenge, splitVersion } from "./challenge.ts";
import { createdAt, instant, primaryId } from "./columns.ts";
import { submission } from "./submission.ts";

export type RescoreState = "running" | "done" | "cancelled";
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
    state: text().$type<RescoreState>().notNull().default("running"),
    total: integer().notNull(),
    requestedBy: text().references(() => user.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    finishedAt: instant(),
  },
  (table) => [
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
  },
  (table) => [
    primaryKey({ columns: [table.rescoreId, table.submissionId] }),
    index("rescore_item_submission_idx").on(table.submissionId),
    index("rescore_item_waiting_idx").on(table.rescoreId).where(sql`${table.state} = 'waiting'`),
    check("rescore_item_state_check", sql`${table.state} in ('waiting', 'done', 'failed')`),
  ],
);
