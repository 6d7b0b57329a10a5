import type { ImportRowView, ImportView } from "@maskboard/contracts";
import type { listImports } from "@maskboard/db";

type ImportRecord = Awaited<ReturnType<typeof listImports>>[number];

export function importRow(row: ImportRecord): ImportRowView {
  const { id, slug, title, filename, bytes, status, error, report, createdAt, finishedAt } = row;
  const { progressDone: done, progressTotal: total } = row;
  return {
    ...{ id, slug, title, filename, bytes, status, error, report, createdAt, finishedAt },
    progress: done === null || total === null ? null : { done, total },
    challenge: row.challengeSlug,
    replaces: row.replacesId !== null,
  };
}

export const importView = (row: ImportRecord): ImportView => ({
  ...importRow(row),
  findings: row.findings,
});
