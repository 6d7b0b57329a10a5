import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { readChallengeArchive } from "@maskboard/data";
import { type Db, failImport, finishImport, type ImportRow, startImport } from "@maskboard/db";
import type { Storage } from "@maskboard/storage";
import { importChallenge } from "./import-challenge.ts";

export interface UploadedImportOptions {
  readonly db: Db;
  readonly storage: Storage;
  readonly siteUrl: string;
  readonly onProgress?: (progress: { done: number; total: number }) => void;
  readonly signal?: AbortSignal;
}

/** `refused`: the archive is at fault and the import says so. `decided`: nothing was left to do. */
export type ImportOutcome = "done" | "refused" | "decided";

/**
 * Makes a challenge of an uploaded archive and tells the outcome in its `import` row.
 *
 * @throws what a later try may not throw again: storage or database out of reach, an abort
 */
export async function importUploadedChallenge(
  importId: string,
  options: UploadedImportOptions,
): Promise<ImportOutcome> {
  const { db, storage } = options;
  const row = await startImport(db, importId);
  if (!row) return "decided";
  const outcome = await attempt(row, options);
  // Decided for good: the archive is of no more use.
  if (row.artifactKey) await storage.delete(row.artifactKey);
  return outcome;
}

async function attempt(row: ImportRow, options: UploadedImportOptions): Promise<ImportOutcome> {
  try {
    await importArchive(row, options);
    return "done";
  } catch (error) {
    if (!(error instanceof MaskboardError) || error.http >= 500) throw error;
    await failImport(options.db, row.id, error.toJSON());
    return "refused";
  }
}

async function importArchive(row: ImportRow, options: UploadedImportOptions): Promise<void> {
  const { db, storage, siteUrl, onProgress, signal } = options;
  const work = await mkdtemp(join(tmpdir(), "maskboard-import-"));
  try {
    const unpacked = join(work, "unpacked");
    await mkdir(unpacked);
    const archive = await storage.toLocalFile(row.artifactKey!, work);
    let checked = 0;
    const folder = await readChallengeArchive(archive, unpacked, {
      ...(signal ? { signal } : {}),
      onProgress: ({ done, total }) => {
        checked = total;
        onProgress?.({ done, total: 2 * total + 1 });
      },
    });
    await importChallenge({
      db,
      storage,
      folder,
      siteUrl,
      slug: row.slug,
      title: row.title ?? undefined,
      organizerIds: row.userId ? [row.userId] : [],
      publish: true,
      onProgress: ({ done, total }) =>
        onProgress?.({ done: checked + done, total: checked + total }),
      ...(signal ? { signal } : {}),
      within: (tx, { challengeId, report }) => finishImport(tx, row.id, { challengeId, report }),
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
