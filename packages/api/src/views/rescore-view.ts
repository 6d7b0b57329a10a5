import type { RescoreView } from "@maskboard/contracts";
import type { RescoreSummary } from "@maskboard/db";

export function rescoreView(slug: string, summary: RescoreSummary, now = new Date()): RescoreView {
  const { row, splitVersion, requestedBy, done, failed, changed, largestChange } = summary;
  const { id, kind, scope, dryRun, state, total, createdAt, startedAt, finishedAt } = row;
  return {
    challenge: slug,
    ...{ id, kind, scope, dryRun, state, total, createdAt, startedAt, finishedAt },
    ...{ splitVersion, requestedBy, done, failed, changed, largestChange },
    expectedAt: state === "running" ? expectedEnd(startedAt, done + failed, total, now) : null,
  };
}

function expectedEnd(startedAt: Date | null, ended: number, total: number, now: Date): Date | null {
  if (!startedAt || ended === 0) return null;
  const each = (now.getTime() - startedAt.getTime()) / ended;
  return new Date(now.getTime() + each * (total - ended));
}
