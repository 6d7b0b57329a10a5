import type { AuditAction, AuditEntryView } from "@maskboard/contracts";
import { moment } from "../../output/format.ts";
import { accent, dim } from "../../output/style.ts";
import { table } from "../../output/table.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";
import { parseInstant } from "./instant.ts";

export interface AuditOptions {
  readonly action?: AuditAction | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
}

/** `2026-12-01` is a UTC day; everything else needs its offset. */
const instant = (text: string): Date =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? parseInstant(`${text}T00:00Z`) : parseInstant(text);

const changes = ({ before, after }: AuditEntryView): string =>
  [before, after].map((fields) => (fields ? JSON.stringify(fields) : "–")).join(" → ");

/** `maskboard admin audit SLUG`: who did what, the latest first. @throws MaskboardError `forbidden` */
export async function audit(
  session: Session,
  slug: string,
  { action, actor, subject, since, limit }: AuditOptions,
): Promise<Report> {
  const { trpc, ask } = await session.client();
  const page = await ask(
    trpc.audit.list.query({
      slug,
      action,
      actor,
      subject,
      limit,
      ...(since === undefined ? {} : { since: instant(since) }),
    }),
  );
  const rows = page.entries.map((entry) => [
    dim(moment(entry.at)),
    entry.actor,
    accent(entry.action),
    entry.subject?.name ?? "",
    entry.reason ?? "",
    dim(changes(entry)),
  ]);
  const columns = ["when", "who", "what", "to", "reason", "before → after"];
  const text =
    rows.length === 0
      ? dim("Nothing like that has been done.")
      : table(
          columns.map((head) => ({ head })),
          rows,
        );
  return { json: { challenge: slug, ...page }, text };
}
