import { MaskboardError, type SplitName } from "@maskboard/contracts";
import { and, asc, count, eq, getTableColumns } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { datasetVersion, image, splitAssignment, splitVersion } from "../schema/index.ts";

export type ImageRow = typeof image.$inferSelect;

const { maskKey: _mask, depthKey: _depth, ...withoutTruth } = getTableColumns(image);

/** An image without the keys of its truth. */
export type PublicImageRow = Omit<ImageRow, "maskKey" | "depthKey">;

/** The data set version that a challenge's active split belongs to; `null` before there is one. */
export async function activeDataset(db: Executor, splitVersionId: string | null) {
  if (!splitVersionId) return null;
  const [row] = await db
    .select({ dataset: datasetVersion, splitVersion: splitVersion.version })
    .from(splitVersion)
    .innerJoin(datasetVersion, eq(datasetVersion.id, splitVersion.datasetVersionId))
    .where(eq(splitVersion.id, splitVersionId));
  return row ?? null;
}

/** Images of one role by stem. */
export async function listImages(
  db: Executor,
  datasetVersionId: string,
  role: "train" | "test",
  limit = 1_000_000,
): Promise<PublicImageRow[]> {
  return db
    .select(withoutTruth)
    .from(image)
    .where(and(eq(image.datasetVersionId, datasetVersionId), eq(image.role, role)))
    .orderBy(asc(image.stem))
    .limit(limit);
}

export async function countImages(
  db: Executor,
  datasetVersionId: string,
): Promise<{ train: number; test: number }> {
  const rows = await db
    .select({ role: image.role, images: count() })
    .from(image)
    .where(eq(image.datasetVersionId, datasetVersionId))
    .groupBy(image.role);
  const of = (role: string) => rows.find((row) => row.role === role)?.images ?? 0;
  return { train: of("train"), test: of("test") };
}

/** One image with its challenge; whoever shows it decides which files of it the viewer may see. */
export async function findImage(
  db: Executor,
  imageId: string,
): Promise<{ image: ImageRow; challengeId: string }> {
  const [row] = await db
    .select({ image, challengeId: datasetVersion.challengeId })
    .from(image)
    .innerJoin(datasetVersion, eq(datasetVersion.id, image.datasetVersionId))
    .where(eq(image.id, imageId));
  if (!row) throw new MaskboardError("not_found", "There is no such image.");
  return row;
}

/** A test image by stem with the split it belongs to, which is hidden before the reveal. */
export async function findTestImage(
  db: Executor,
  splitVersionId: string,
  stem: string,
): Promise<{ image: ImageRow; split: SplitName } | null> {
  const [row] = await db
    .select({ image, split: splitAssignment.split })
    .from(splitAssignment)
    .innerJoin(image, eq(image.id, splitAssignment.imageId))
    .where(and(eq(splitAssignment.splitVersionId, splitVersionId), eq(image.stem, stem)));
  return row ?? null;
}
