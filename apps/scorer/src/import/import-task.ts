import { type ImportJobData, MaskboardError } from "@maskboard/contracts";
import { type Db, failImport, setImportProgress } from "@maskboard/db";
import { type ImportOutcome, importUploadedChallenge } from "@maskboard/ingest";
import type { Storage } from "@maskboard/storage";
import type { Task } from "../processor.ts";
import type { Outcome } from "../telemetry.ts";
import { PROGRESS_INTERVAL_MS, ThrottledReports } from "../throttle.ts";

const OUTCOMES = {
  done: "done",
  refused: "invalid",
  decided: "already-done",
} as const satisfies Record<ImportOutcome, Outcome>;

interface Dependencies {
  readonly db: Db;
  readonly storage: Storage;
  /** Address of the site, for the README of data kits. */
  readonly siteUrl: string;
  /** Folder whose subfolders may be imported by name; `null` = none. */
  readonly importRoot: string | null;
}

/** Makes challenges of uploaded archives. */
export function importTask({
  db,
  storage,
  siteUrl,
  importRoot,
}: Dependencies): Task<ImportJobData> {
  return {
    async run({ importId }, { signal }) {
      const progress = new ThrottledReports(
        PROGRESS_INTERVAL_MS,
        (report: { done: number; total: number }) => setImportProgress(db, importId, report),
      );
      try {
        const outcome = await importUploadedChallenge(importId, {
          db,
          storage,
          siteUrl,
          importRoot,
          signal,
          onProgress: (report) => progress.report(report),
        });
        return OUTCOMES[outcome];
      } finally {
        await progress.close();
      }
    },
    async dead({ importId }, reason) {
      const error = new MaskboardError("internal", `The import failed on our side: ${reason}`);
      await failImport(db, importId, error.toJSON());
    },
  };
}
