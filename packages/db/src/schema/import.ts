import type { AuditVia, ErrorBody, ImportFindings } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { user } from "./auth.ts";
import { challenge } from "./challenge.ts";
import { createdAt, instant, primaryId } from "./columns.ts";

export type ImportStatus = "uploading" | "queued" | "running" | "done" | "failed";

/** An upload of a whole challenge by an admin. */
export const challengeImport = pgTable(
  "import",
  {
    id: primaryId(),
    userId: text().references(() => user.id, { onDelete: "set null" }),
    slug: text().notNull(),
    title: text(),
    filename: text().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    artifactKey: text(),
    /** Folder on the server, below its import root, that is read instead of an uploaded archive. */
    serverFolder: text(),
    status: text().$type<ImportStatus>().notNull().default("uploading"),
    progressDone: integer(),
    progressTotal: integer(),
    error: jsonb().$type<ErrorBody>(),
    /** What was found and made, in words, for the person who imported. */
    report: jsonb().$type<string[]>().notNull().default([]),
    /** What was found in the data set, structured: counts, shares, faults, near-duplicates. */
    findings: jsonb().$type<ImportFindings>(),
    /** The challenge that was made, or the draft that got new data. */
    challengeId: uuid().references(() => challenge.id, { onDelete: "set null" }),
    /** A draft whose data this is to replace; `null`: it makes a challenge. */
    replacesId: uuid().references(() => challenge.id, { onDelete: "cascade" }),
    /** How the person who asked for it was signed in. */
    via: text().$type<AuditVia>().notNull().default("web"),
    createdAt: createdAt(),
    finishedAt: instant(),
  },
  (table) => [
    check(
      "import_status_check",
      sql`${table.status} in ('uploading', 'queued', 'running', 'done', 'failed')`,
    ),
    index("import_created_idx").on(table.createdAt),
  ],
);
