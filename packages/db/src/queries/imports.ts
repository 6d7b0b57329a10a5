import { type ErrorBody, importJob, MaskboardError } from "@maskboard/contracts";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { notify } from "../notify.ts";
import { enqueue, type Queue } from "../queue/index.ts";
import { challenge, challengeImport } from "../schema/index.ts";
import { challengeExists } from "./challenges.ts";
import { UPLOAD_HOURS } from "./usage.ts";

export type ImportRow = typeof challengeImport.$inferSelect;
type NewImport = Pick<ImportRow, "userId" | "slug" | "title" | "filename" | "bytes">;

/**
 * Reserves an import for an upload that begins now.
 * @throws MaskboardError `slug_taken`
 */
export async function beginImport(db: Executor, input: NewImport): Promise<ImportRow> {
  if (await challengeExists(db, input.slug)) {
    throw new MaskboardError("slug_taken", `There is already a challenge "${input.slug}".`, {
      slug: input.slug,
    });
  }
  const [row] = await db.insert(challengeImport).values(input).returning();
  return row!;
}

/** The archive is whole and stored: the import goes into the queue. A second call changes nothing. */
export async function finishImportUpload(
  db: Db,
  queue: Queue,
  id: string,
  file: { bytes: number; artifactKey: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await update(tx, id, ["uploading"], { ...file, status: "queued" });
    if (row) await enqueue(queue, tx, importJob, { importId: id }, id);
  });
}

/** A worker takes the import up. @returns `null` when it is decided already */
export async function startImport(db: Db, id: string): Promise<ImportRow | null> {
  return update(db, id, ["queued", "running"], { status: "running", error: null });
}

export async function setImportProgress(
  db: Db,
  id: string,
  progress: { done: number; total: number },
): Promise<void> {
  const set = { progressDone: progress.done, progressTotal: progress.total };
  await update(db, id, ["running"], set);
}

/** `report`: what was found and made, in words. */
export async function finishImport(
  db: Executor,
  id: string,
  result: { challengeId: string; report: string[] },
): Promise<void> {
  await update(db, id, ["running"], { ...result, status: "done", finishedAt: new Date() });
}

export async function failImport(db: Db, id: string, error: ErrorBody): Promise<void> {
  const open = ["uploading", "queued", "running"] as const;
  await update(db, id, [...open], { error, status: "failed", finishedAt: new Date() });
}

async function update(
  db: Executor,
  id: string,
  from: ImportRow["status"][],
  set: Partial<ImportRow>,
): Promise<ImportRow | null> {
  const [row] = await db
    .update(challengeImport)
    .set(set)
    .where(and(eq(challengeImport.id, id), inArray(challengeImport.status, from)))
    .returning();
  if (!row) return null;
  await notify(db, { kind: "import", id });
  return row;
}

/** @throws MaskboardError `not_found` */
export async function getImport(
  db: Executor,
  id: string,
): Promise<ImportRow & { challengeSlug: string | null }> {
  const [row] = await selectImports(db).where(eq(challengeImport.id, id));
  if (!row) throw new MaskboardError("not_found", "There is no such import.");
  return { ...row.import, challengeSlug: row.slug };
}

/** The latest imports, newest first. */
export async function listImports(db: Executor, limit = 50) {
  const rows = await selectImports(db).orderBy(desc(challengeImport.createdAt)).limit(limit);
  return rows.map((row) => ({ ...row.import, challengeSlug: row.slug }));
}

const selectImports = (db: Executor) =>
  db
    .select({ import: challengeImport, slug: challenge.slug })
    .from(challengeImport)
    .leftJoin(challenge, eq(challenge.id, challengeImport.challengeId));

/** Forgets uploads of challenges that were not finished in time. @returns their ids */
export async function expireStaleImports(db: Executor, now = new Date()): Promise<string[]> {
  const before = new Date(now.getTime() - UPLOAD_HOURS * 3_600_000);
  const gone = await db
    .delete(challengeImport)
    .where(and(eq(challengeImport.status, "uploading"), lt(challengeImport.createdAt, before)))
    .returning({ id: challengeImport.id });
  return gone.map((row) => row.id);
}
