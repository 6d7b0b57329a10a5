import type { AuditEntryView, AuditPage } from "@maskboard/contracts";
import { type AuditQuery, type Db, listAudit } from "@maskboard/db";
import { z } from "zod";

/** How to page through the log: the number that the page before ended with, and a page's length. */
export const auditPaging = {
  before: z.int().positive().optional(),
  limit: z.int().min(1).max(500).default(50),
};

/** A page of the log, the latest entries first. */
export async function auditPage(db: Db, query: AuditQuery): Promise<AuditPage> {
  const rows = await listAudit(db, { ...query, limit: query.limit + 1 });
  const entries = rows.slice(0, query.limit).map(
    ({ entry, slug }): AuditEntryView => ({
      id: entry.id,
      at: entry.createdAt,
      challenge: slug,
      actor: entry.actorName,
      actorId: entry.actorId,
      via: entry.via,
      action: entry.action,
      subject: entry.subject,
      reason: entry.reason,
      before: entry.before,
      after: entry.after,
    }),
  );
  const more = rows.length > query.limit;
  return { entries, next: more ? (entries.at(-1)?.id ?? null) : null };
}
