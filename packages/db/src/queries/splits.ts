import {
  MaskboardError,
  SCORER_VERSION,
  type SplitMethod,
  type SplitName,
} from "@maskboard/contracts";
import { and, desc, eq, max, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import {
  auditLog,
  datasetVersion,
  image,
  splitAssignment,
  splitVersion,
  user,
} from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";
import type { ChallengeRow } from "./challenge-access.ts";
import { inChunks } from "./chunks.ts";
import { lockChallenge } from "./lock-challenge.ts";
import { refuseReplaced, replacedData } from "./replaced-data.ts";
import { selectRows } from "./select-rows.ts";

export type SplitVersionRow = typeof splitVersion.$inferSelect & {
  readonly dataset: number;
  readonly datasetNote: string;
  /** Whether its data gave way to other data; `refuseReplaced` tells why. */
  readonly replaced: boolean;
};

const versions = (db: Executor) =>
  db
    .select({
      split: splitVersion,
      dataset: datasetVersion.version,
      datasetNote: datasetVersion.note,
      replaced: replacedData,
      author: user.name,
    })
    .from(splitVersion)
    .innerJoin(datasetVersion, eq(datasetVersion.id, splitVersion.datasetVersionId))
    .leftJoin(user, eq(user.id, splitVersion.createdBy));

/**
 * A split version of a challenge by its number.
 * @throws MaskboardError `not_found`; `wrong_state` when its data was replaced
 */
export async function findSplitVersion(
  db: Executor,
  challengeId: string,
  version: number,
): Promise<SplitVersionRow> {
  const [row] = await versions(db).where(
    and(eq(datasetVersion.challengeId, challengeId), eq(splitVersion.version, version)),
  );
  if (!row) throw new MaskboardError("not_found", `There is no split version ${version}.`);
  const { split, author: _, ...data } = row;
  refuseReplaced({ ...split, ...data });
  return { ...split, ...data };
}

/** The split version that counts. @throws MaskboardError `wrong_state` before there is one */
export async function activeSplitVersion(
  db: Executor,
  challenge: Pick<ChallengeRow, "activeSplitVersionId">,
): Promise<SplitVersionRow> {
  const id = challenge.activeSplitVersionId;
  const [row] = id ? await versions(db).where(eq(splitVersion.id, id)) : [];
  if (!row) throw new MaskboardError("wrong_state", "This challenge has no images yet.");
  const { split, author: _, ...data } = row;
  return { ...split, ...data };
}

/** All versions, newest first, with the images of their sides and how far they are scored. */
export async function listSplitVersions(db: Executor, challengeId: string) {
  const rows = await versions(db)
    .where(eq(datasetVersion.challengeId, challengeId))
    .orderBy(desc(splitVersion.version));
  const counted = await selectRows<{
    id: string;
    public_images: number;
    private_images: number;
    scored: number;
  }>(
    db,
    sql`
    select v.id,
      (select count(*)::int from split_assignment a
        where a.split_version_id = v.id and a.split = 'public') as public_images,
      (select count(*)::int from split_assignment a
        where a.split_version_id = v.id and a.split = 'private') as private_images,
      (select count(*)::int from score s join submission u on u.id = s.submission_id
        where s.split_version_id = v.id and s.current and s.scorer_version = ${SCORER_VERSION}
          and u.state = 'scored') as scored
    from split_version v join dataset_version d on d.id = v.dataset_version_id
    where d.challenge_id = ${challengeId}`,
  );
  const byId = new Map(counted.map((row) => [row.id, row]));
  return rows.map(({ split, ...row }) => {
    const found = byId.get(split.id)!;
    return {
      ...split,
      ...row,
      images: { public: found.public_images, private: found.private_images },
      scored: found.scored,
    };
  });
}

/** Submissions of a challenge that have been scored at all. */
export async function countScored(db: Executor, challengeId: string): Promise<number> {
  const found = await selectRows<{ scored: number }>(
    db,
    sql`select count(*)::int as scored
    from submission where challenge_id = ${challengeId} and state = 'scored'`,
  );
  return found[0]!.scored;
}

/** Activations as the audit log knows them, newest first. */
export async function listActivations(db: Executor, challengeId: string, limit = 100) {
  return db
    .select({
      at: auditLog.createdAt,
      by: auditLog.actorName,
      before: auditLog.before,
      after: auditLog.after,
      reason: auditLog.reason,
    })
    .from(auditLog)
    .where(and(eq(auditLog.challengeId, challengeId), eq(auditLog.action, "split.activate")))
    .orderBy(desc(auditLog.id))
    .limit(limit);
}

export interface NewSplitVersion {
  challengeId: string;
  datasetVersionId: string;
  method: SplitMethod;
  note: string;
  assignment: readonly { imageId: string; split: SplitName }[];
  actor: AuditActor;
}

/** Saves a split for good. Versions count through all data sets of a challenge. */
export async function saveSplitVersion(
  db: Db,
  input: NewSplitVersion,
): Promise<{ id: string; version: number }> {
  return db.transaction(async (tx) => {
    await lockChallenge(tx, input.challengeId);
    const created = await insertSplitVersion(tx, input);
    const count = (side: SplitName) =>
      input.assignment.filter(({ split }) => split === side).length;
    await audit(tx, {
      actor: input.actor,
      action: "split.save",
      challengeId: input.challengeId,
      subject: splitSubject(created),
      reason: input.note || undefined,
      after: { ...input.method, public: count("public"), private: count("private") },
    });
    return created;
  });
}

/** The caller has locked the challenge. */
export async function insertSplitVersion(
  tx: Executor,
  { challengeId, datasetVersionId, method, note, assignment, actor }: NewSplitVersion,
): Promise<{ id: string; version: number }> {
  const [latest] = await tx
    .select({ version: max(splitVersion.version) })
    .from(splitVersion)
    .innerJoin(datasetVersion, eq(datasetVersion.id, splitVersion.datasetVersionId))
    .where(eq(datasetVersion.challengeId, challengeId));
  const version = (latest?.version ?? 0) + 1;
  const [created] = await tx
    .insert(splitVersion)
    .values({ datasetVersionId, version, method, note, createdBy: actor.id })
    .returning({ id: splitVersion.id });
  const splitVersionId = created!.id;
  for (const part of inChunks(assignment, 5_000)) {
    await tx.insert(splitAssignment).values(part.map((row) => ({ ...row, splitVersionId })));
  }
  return { id: splitVersionId, version };
}

export const splitSubject = ({ id, version }: { id: string; version: number }) => ({
  kind: "split-version",
  id,
  name: `split ${version}`,
});

/** Test images of a data set version by stem, with their truth's class pixels where counted. */
export async function listTestImages(db: Executor, datasetVersionId: string) {
  return db
    .select({
      id: image.id,
      stem: image.stem,
      width: image.width,
      height: image.height,
      maskKey: image.maskKey,
      classPixels: image.classPixels,
    })
    .from(image)
    .where(and(eq(image.datasetVersionId, datasetVersionId), eq(image.role, "test")))
    .orderBy(image.stem);
}

/** Remembers counted class pixels, in the order of the challenge's classes. */
export async function setClassPixels(
  db: Executor,
  counted: readonly { id: string; classPixels: readonly number[] }[],
): Promise<void> {
  for (const part of inChunks(counted, 2_000)) {
    const rows = part.map(({ id, classPixels }) => ({ id, pixels: classPixels }));
    await db.execute(sql`update image set class_pixels = x.pixels
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, pixels int[])
      where image.id = x.id`);
  }
}

/** Which side each image of a split version is on. */
export async function listAssignment(db: Executor, splitVersionId: string) {
  return db
    .select({ imageId: image.id, stem: image.stem, split: splitAssignment.split })
    .from(splitAssignment)
    .innerJoin(image, eq(image.id, splitAssignment.imageId))
    .where(eq(splitAssignment.splitVersionId, splitVersionId))
    .orderBy(image.stem);
}
