import type { AuditFilter } from "@maskboard/contracts";
import { and, desc, eq, gte, ilike, lt, lte, or, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { auditLog, challenge } from "../schema/index.ts";

export interface AuditQuery extends AuditFilter {
  /** `null`: the whole site's. */
  readonly challengeId: string | null;
  /** Entries older than the one with this number. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const containing = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Entries of the log, the latest first, with the slug of the challenge where it still exists. */
export async function listAudit(db: Executor, query: AuditQuery) {
  const { challengeId, action, actor, subject, since, until, before, limit } = query;
  return db
    .select({ entry: auditLog, slug: challenge.slug })
    .from(auditLog)
    .leftJoin(challenge, eq(challenge.id, auditLog.challengeId))
    .where(
      and(
        challengeId === null ? undefined : eq(auditLog.challengeId, challengeId),
        action && eq(auditLog.action, action),
        actor
          ? or(ilike(auditLog.actorName, containing(actor)), eq(auditLog.actorId, actor))
          : undefined,
        subject
          ? or(
              ilike(sql`${auditLog.subject} ->> 'name'`, containing(subject)),
              eq(sql`${auditLog.subject} ->> 'id'`, subject),
            )
          : undefined,
        since && gte(auditLog.createdAt, since),
        until && lte(auditLog.createdAt, until),
        before === undefined ? undefined : lt(auditLog.id, before),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit);
}
