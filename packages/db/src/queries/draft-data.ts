import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import { eq, max } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { challenge, datasetVersion, splitVersion, submission } from "../schema/index.ts";
import { insertDataset, type NewDataset, type NewImage } from "./challenges.ts";
import { lockChallenge } from "./lock-challenge.ts";

/**
 * The draft of that slug, if its data can be replaced.
 * @returns its id
 * @throws MaskboardError `not_found`; `wrong_state` once it was published or has submissions
 */
export async function replaceableDraft(db: Executor, slug: string): Promise<string> {
  const [row] = await db.select().from(challenge).where(eq(challenge.slug, slug));
  if (!row) throw new MaskboardError("not_found", `There is no challenge "${slug}".`);
  await needReplaceable(db, row);
  return row.id;
}

async function needReplaceable(
  db: Executor,
  { id, title, status }: typeof challenge.$inferSelect,
): Promise<void> {
  if (status === "draft" && !(await hasSubmissions(db, id))) return;
  throw new MaskboardError(
    "wrong_state",
    `The data of "${title}" can't be replaced as a whole any more: people work with it. Correct single masks in a new data set version.`,
  );
}

/** Whether anybody has ever begun to submit anything to a challenge. */
export async function hasSubmissions(db: Executor, challengeId: string): Promise<boolean> {
  const found = await db
    .select({ id: submission.id })
    .from(submission)
    .where(eq(submission.challengeId, challengeId))
    .limit(1);
  return found.length > 0;
}

/** The number that the next data set version of a challenge gets. */
export async function nextDatasetVersion(db: Executor, challengeId: string): Promise<number> {
  const [row] = await db
    .select({ latest: max(datasetVersion.version) })
    .from(datasetVersion)
    .where(eq(datasetVersion.challengeId, challengeId));
  return (row?.latest ?? 0) + 1;
}

/**
 * Gives a draft other data: a new data set version with its split, and the classes that come with
 * it. Texts, dates and limits stay as they are.
 * @throws MaskboardError `not_found`, `wrong_state`; `conflict` when the version exists already
 */
export async function replaceDraftData(
  tx: Executor,
  challengeId: string,
  data: { version: number; dataset: NewDataset; images: NewImage[]; classMap: ClassMap },
): Promise<{ title: string }> {
  const row = await lockChallenge(tx, challengeId);
  await needReplaceable(tx, row);
  if ((await nextDatasetVersion(tx, challengeId)) !== data.version) {
    throw new MaskboardError("conflict", `"${row.title}" got other data in the meantime.`);
  }
  const { classes, void: voidId = null, rgbMasks = false } = data.classMap;
  const [latest] = await tx
    .select({ split: max(splitVersion.version) })
    .from(splitVersion)
    .innerJoin(datasetVersion, eq(datasetVersion.id, splitVersion.datasetVersionId))
    .where(eq(datasetVersion.challengeId, challengeId));
  await insertDataset(tx, challengeId, { ...data, split: (latest?.split ?? 0) + 1 });
  await tx
    .update(challenge)
    .set({ classes, voidId, rgbMasks })
    .where(eq(challenge.id, challengeId));
  return { title: row.title };
}
