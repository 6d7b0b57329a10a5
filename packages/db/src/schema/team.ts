import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { user } from "./auth.ts";
import { challenge } from "./challenge.ts";
import { createdAt, instant, primaryId } from "./columns.ts";

export const team = pgTable(
  "team",
  {
    id: primaryId(),
    challengeId: uuid()
      .notNull()
      .references(() => challenge.id, { onDelete: "cascade" }),
    name: text().notNull(),
    inviteToken: text().notNull().unique(),
    /** A team of the organizers, shown for orientation. */
    house: boolean().notNull().default(false),
    /** Since when the team does not count, and the reason that it reads. */
    disqualifiedAt: instant(),
    disqualifiedReason: text(),
    /** The team that took over its members and submissions. */
    mergedIntoId: uuid().references((): AnyPgColumn => team.id),
    createdAt: createdAt(),
  },
  (table) => [
    unique("team_challenge_unique").on(table.id, table.challengeId),
    uniqueIndex("team_name_unique").on(table.challengeId, sql`lower(${table.name})`),
  ],
);

export const teamMember = pgTable(
  "team_member",
  {
    teamId: uuid().notNull(),
    /** Repeated from the team so that the database itself allows one team a challenge. */
    challengeId: uuid().notNull(),
    userId: text()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    captain: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.userId] }),
    foreignKey({
      name: "team_member_team_fk",
      columns: [table.teamId, table.challengeId],
      foreignColumns: [team.id, team.challengeId],
    }).onDelete("cascade"),
    unique("team_member_one_team").on(table.challengeId, table.userId),
    uniqueIndex("team_member_one_captain").on(table.teamId).where(sql`${table.captain}`),
    index("team_member_user_idx").on(table.userId),
  ],
);
