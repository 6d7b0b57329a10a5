import { decodeMaskBytes } from "@maskboard/data";
import {
  type ChallengeRow,
  type Db,
  listTestImages,
  type SplitVersionRow,
  setClassPixels,
} from "@maskboard/db";
import { labelHistogram } from "@maskboard/metrics";
import type { Storage } from "@maskboard/storage";
import { classMapOf } from "../views/class-map.ts";
import type { StratifiedImage } from "./stratify.ts";

/** Images that are decoded before other requests get their turn. */
const AT_ONCE = 8;

/** Pixels of each class in a mask, in the order of the challenge's classes. */
function countClassPixels(png: Uint8Array, stem: string, challenge: ChallengeRow): number[] {
  const { labels } = decodeMaskBytes(png, stem, classMapOf(challenge));
  const histogram = labelHistogram(labels);
  return challenge.classes.map(({ id }) => histogram[id] ?? 0);
}

/**
 * Test images of a data set version with their truth's class pixels. What an import has not counted
 * is counted from the masks once and kept.
 */
export async function testImages(
  { db, storage }: { db: Db; storage: Storage },
  challenge: ChallengeRow,
  { datasetVersionId }: Pick<SplitVersionRow, "datasetVersionId">,
): Promise<(StratifiedImage & { stem: string })[]> {
  const rows = await listTestImages(db, datasetVersionId);
  const known = new Map(rows.map(({ id, classPixels }) => [id, classPixels]));
  const missing = rows.filter(({ classPixels }) => classPixels === null);
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    const counted = await Promise.all(
      missing.slice(start, start + AT_ONCE).map(async ({ id, stem, maskKey }) => {
        const png = await storage.read(maskKey);
        return { id, classPixels: countClassPixels(png, stem, challenge) };
      }),
    );
    await setClassPixels(db, counted);
    for (const { id, classPixels } of counted) known.set(id, classPixels);
  }
  return rows.map(({ id, stem }) => ({ id, stem, classPixels: known.get(id)! }));
}
