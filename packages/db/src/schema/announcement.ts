import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { user } from "./auth.ts";
import { challenge } from "./challenge.ts";
import { createdAt, instant, primaryId } from "./columns.ts";

export const announcement = pgTable(
  "announcement",
  {
    id: primaryId(),
    /** `null`: to the whole site. */
    challengeId: uuid().references(() => challenge.id, { onDelete: "cascade" }),
    title: text().notNull(),
    /** Markdown. */
    body: text().notNull().default(""),
    authorId: text().references(() => user.id, { onDelete: "set null" }),
    /** Until when it shows as a banner; `null`: on the page of announcements only. */
    bannerUntil: instant(),
    createdAt: createdAt(),
    withdrawnAt: instant(),
  },
  (table) => [index("announcement_challenge_idx").on(table.challengeId, table.createdAt)],
);
