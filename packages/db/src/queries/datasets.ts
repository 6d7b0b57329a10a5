import type { SplitMethod } from "@maskboard/contracts";
import { and, eq, getTableColumns, max } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { datasetVersion, image, splitVersion } from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";
import { inChunks } from "./chunks.ts";
import type { ImageRow } from "./images.ts";
import { lockChallenge } from "./lock-challenge.ts";
import { insertSplitVersion, listAssignment } from "./splits.ts";

/** All images of one data set version, with the keys of their truth: for services only. */
export async function listDatasetImages(db: Executor, datasetVersionId: string) {
  return db.select().from(image).where(eq(image.datasetVersionId, datasetVersionId));
}

/** What an image gets anew in a corrected data set version. */
export type ImageCorrection = Pick<
  ImageRow,
  "id" | "maskKey" | "maskSha256" | "classPixels" | "overlayKey"
>;

export interface NewDatasetVersion {
  challengeId: string;
  /** The split version whose data set is corrected and whose assignment is carried over. */
  baseSplitVersionId: string;
  corrections: readonly ImageCorrection[];
  kit: { kitKey: string | null; kitBytes: number };
  classPixels: { id: number; pixels: number }[];
  note: string;
  actor: AuditActor;
}

/**
 * A data set version that shares all files with an earlier one but those that were corrected, and a
 * split version of it with the same assignment. Neither is active yet.
 */
export async function saveDatasetVersion(
  db: Db,
  input: NewDatasetVersion,
): Promise<{ dataset: number; splitVersion: { id: string; version: number } }> {
  const { challengeId, baseSplitVersionId, corrections, actor, note } = input;
  return db.transaction(async (tx) => {
    await lockChallenge(tx, challengeId);
    const [base] = await tx
      .select({ datasetVersionId: splitVersion.datasetVersionId, dataset: datasetVersion.version })
      .from(splitVersion)
      .innerJoin(datasetVersion, eq(datasetVersion.id, splitVersion.datasetVersionId))
      .where(
        and(eq(splitVersion.id, baseSplitVersionId), eq(datasetVersion.challengeId, challengeId)),
      );
    const [latest] = await tx
      .select({ version: max(datasetVersion.version) })
      .from(datasetVersion)
      .where(eq(datasetVersion.challengeId, challengeId));
    const dataset = (latest?.version ?? 0) + 1;
    const [created] = await tx
      .insert(datasetVersion)
      .values({
        challengeId,
        version: dataset,
        note,
        createdBy: actor.id,
        classPixels: input.classPixels,
        ...input.kit,
      })
      .returning({ id: datasetVersion.id });
    const ids = await copyImages(tx, base!.datasetVersionId, created!.id, corrections);
    const carried = (await listAssignment(tx, baseSplitVersionId)).map(({ imageId, split }) => ({
      imageId: ids.get(imageId)!,
      split,
    }));
    const method: SplitMethod = { kind: "carried", from: baseSplitVersionId };
    const made = await insertSplitVersion(tx, {
      ...{ challengeId, datasetVersionId: created!.id, method, note, actor },
      assignment: carried,
    });
    await audit(tx, {
      actor,
      action: "dataset.version",
      challengeId,
      subject: { kind: "dataset-version", id: created!.id, name: `data ${dataset}` },
      reason: note || undefined,
      before: { dataset: base!.dataset },
      after: { dataset, masks: corrections.length, splitVersion: made.version },
    });
    return { dataset, splitVersion: made };
  });
}

/** @returns the new id of each image by its old one */
async function copyImages(
  tx: Executor,
  from: string,
  to: string,
  corrections: readonly ImageCorrection[],
): Promise<Map<string, string>> {
  const { id: _id, datasetVersionId: _version, ...columns } = getTableColumns(image);
  const corrected = new Map(corrections.map(({ id, ...set }) => [id, set]));
  const rows = await tx
    .select({ id: image.id, ...columns })
    .from(image)
    .where(eq(image.datasetVersionId, from));
  const ids = new Map<string, string>();
  for (const part of inChunks(rows, 1_000)) {
    const values = part.map(({ id, ...row }) => ({
      ...row,
      ...corrected.get(id),
      datasetVersionId: to,
    }));
    const inserted = await tx.insert(image).values(values).returning({ id: image.id });
    for (const [at, { id }] of part.entries()) ids.set(id, inserted[at]!.id);
  }
  return ids;
}
