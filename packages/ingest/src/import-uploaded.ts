import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import {
  type ChallengeInspection,
  inspectChallengeArchive,
  inspectChallengeFolder,
  type ReadOptions,
  serverFolderPath,
  throwProblems,
} from "@maskboard/data";
import {
  type Db,
  failImport,
  finishImport,
  type ImportRow,
  setImportFindings,
  startImport,
} from "@maskboard/db";
import type { Storage } from "@maskboard/storage";
import { storePictures } from "./findings-pictures.ts";
import { importChallenge } from "./import-challenge.ts";

export interface UploadedImportOptions {
  readonly db: Db;
  readonly storage: Storage;
  readonly siteUrl: string;
  /** Folder whose subfolders may be imported by name; `null` = none. */
  readonly importRoot?: string | null;
  readonly onProgress?: (progress: { done: number; total: number }) => void;
  readonly signal?: AbortSignal;
}

/** `refused`: the archive is at fault and the import says so. `decided`: nothing was left to do. */
export type ImportOutcome = "done" | "refused" | "decided";

/**
 * Makes a draft of an uploaded archive or a folder on the server, or gives a draft other data, and
 * tells in the `import` row what was found and what came of it.
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
  const work = await mkdtemp(join(tmpdir(), "maskboard-import-"));
  try {
    await inspectAndImport(row, work, options);
    return "done";
  } catch (error) {
    if (!(error instanceof MaskboardError) || error.http >= 500) throw error;
    await failImport(options.db, row.id, error.toJSON());
    return "refused";
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function inspectAndImport(
  row: ImportRow,
  work: string,
  options: UploadedImportOptions,
): Promise<void> {
  const { db, storage, siteUrl, onProgress, signal } = options;
  let checked = 0;
  const inspection = await inspect(row, work, options, {
    ...(signal ? { signal } : {}),
    onProgress: ({ done, total }) => {
      checked = total;
      onProgress?.({ done, total: 2 * total + 1 });
    },
  });
  const findings = await storePictures(inspection, {
    storage,
    importId: row.id,
    ...(signal ? { signal } : {}),
  });
  await setImportFindings(db, row.id, findings);
  throwProblems(inspection.problems);
  await importChallenge({
    db,
    storage,
    folder: inspection.folder!,
    siteUrl,
    slug: row.slug,
    title: row.title ?? undefined,
    organizerIds: row.userId ? [row.userId] : [],
    publish: false,
    replaces: row.replacesId,
    onProgress: ({ done, total }) => onProgress?.({ done: checked + done, total: checked + total }),
    ...(signal ? { signal } : {}),
    within: (tx, made) => finishImport(tx, row, made),
  });
}

async function inspect(
  row: ImportRow,
  work: string,
  { storage, importRoot = null }: UploadedImportOptions,
  options: ReadOptions,
): Promise<ChallengeInspection> {
  if (row.serverFolder !== null) {
    const folder = serverFolderPath(importRoot, row.serverFolder);
    return inspectChallengeFolder(folder, { ...options, within: importRoot! });
  }
  const unpacked = join(work, "unpacked");
  await mkdir(unpacked);
  const archive = await storage.toLocalFile(row.artifactKey!, work);
  return inspectChallengeArchive(archive, unpacked, options);
}
