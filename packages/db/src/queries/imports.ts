import {
  type ErrorBody,
  type ImportFindings,
  importJob,
  MaskboardError,
} from "@maskboard/contracts";
import { and, desc, eq, inArray, lt, or } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { notify } from "../notify.ts";
import { enqueue, type Queue } from "../queue/index.ts";
import { challenge, challengeImport, user } from "../schema/index.ts";
import { audit, SYSTEM } from "./audit.ts";
import { challengeExists } from "./challenges.ts";
import { replaceableDraft } from "./draft-data.ts";
import { UPLOAD_HOURS } from "./usage.ts";

export type ImportRow = typeof challengeImport.$inferSelect;
type NewImport = Pick<ImportRow, "userId" | "slug" | "title" | "filename" | "bytes"> &
  Partial<Pick<ImportRow, "via">> & {
    /** The slug is that of a draft, whose data is to be replaced. */
    replace?: boolean;
  };

/**
 * Reserves an import for an upload that begins now.
 * @throws MaskboardError `slug_taken`; `not_found`, `wrong_state` when there is no draft to replace
 */
export async function beginImport(db: Executor, input: NewImport): Promise<ImportRow> {
  const { replace = false, ...row } = input;
  const replacesId = replace ? await replaceableDraft(db, row.slug) : null;
  if (!replace) await needFreeSlug(db, row.slug);
  const [begun] = await db
    .insert(challengeImport)
    .values({ ...row, replacesId })
    .returning();
  return begun!;
}

/**
 * Begins an import of a folder that lies on the server; it goes into the queue at once.
 * @throws MaskboardError like `beginImport`
 */
export async function beginFolderImport(
  db: Db,
  queue: Queue,
  input: Omit<NewImport, "filename" | "bytes"> & { serverFolder: string },
): Promise<ImportRow> {
  const { serverFolder, ...rest } = input;
  return db.transaction(async (tx) => {
    const begun = await beginImport(tx, { ...rest, filename: serverFolder, bytes: 0 });
    const row = await update(tx, begun.id, ["uploading"], { serverFolder, status: "queued" });
    await enqueue(queue, tx, importJob, { importId: begun.id }, begun.id);
    return row!;
  });
}

async function needFreeSlug(db: Executor, slug: string): Promise<void> {
  if (!(await challengeExists(db, slug))) return;
  throw new MaskboardError("slug_taken", `There is already a challenge "${slug}".`, { slug });
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

/** What was found, faults included; it is kept when the import is refused for them. */
export async function setImportFindings(
  db: Executor,
  id: string,
  findings: ImportFindings,
): Promise<void> {
  await update(db, id, ["running"], { findings });
}

/**
 * The challenge is made, or has its new data; call it in that transaction.
 * @param result.report what was found and made, in words
 */
export async function finishImport(
  tx: Executor,
  row: ImportRow,
  result: { challengeId: string; title: string; report: string[] },
): Promise<void> {
  const { title, ...set } = result;
  await update(tx, row.id, ["running"], { ...set, status: "done", finishedAt: new Date() });
  const [author] = row.userId
    ? await tx.select({ name: user.name }).from(user).where(eq(user.id, row.userId))
    : [];
  await audit(tx, {
    actor: author ? { id: row.userId, name: author.name, via: row.via } : SYSTEM,
    action: row.replacesId ? "dataset.version" : "challenge.create",
    challengeId: result.challengeId,
    subject: { kind: "challenge", id: result.challengeId, name: title },
    after: { slug: row.slug, from: row.filename },
  });
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

/** The latest imports, newest first: of all challenges, or of one. */
export async function listImports(db: Executor, limit = 50, challengeId?: string) {
  const rows = await selectImports(db)
    .where(
      challengeId === undefined
        ? undefined
        : or(
            eq(challengeImport.challengeId, challengeId),
            eq(challengeImport.replacesId, challengeId),
          ),
    )
    .orderBy(desc(challengeImport.createdAt))
    .limit(limit);
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
