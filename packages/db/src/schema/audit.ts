import type { AuditAction, AuditVia } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import { bigserial, check, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt } from "./columns.ts";

/**
 * Every privileged action, for good: a trigger refuses updates and deletes, and there are no
 * foreign keys, so that it outlives whom and what it tells about.
 */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    /** `null` for what concerns the whole site. */
    challengeId: uuid(),
    actorId: text(),
    actorName: text().notNull(),
    via: text().$type<AuditVia>().notNull(),
    action: text().$type<AuditAction>().notNull(),
    /** What it was done to: `team`, `submission`, `split-version`, ... with its id and its name. */
    subject: jsonb().$type<{ kind: string; id: string; name: string }>(),
    reason: text(),
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    createdAt: createdAt(),
  },
  (table) => [
    check("audit_log_via_check", sql`${table.via} in ('web', 'api-key', 'system')`),
    index("audit_log_challenge_idx").on(table.challengeId, table.id),
    index("audit_log_actor_idx").on(table.actorId, table.id),
  ],
);
