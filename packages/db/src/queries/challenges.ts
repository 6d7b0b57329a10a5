import { MaskboardError, type SplitName } from "@maskboard/contracts";
import { and, desc, eq, inArray, or, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { notify } from "../notify.ts";
import { isUniqueViolation } from "../postgres-errors.ts";
import {
  challenge,
  challengeOrganizer,
  datasetVersion,
  image,
  splitAssignment,
  splitVersion,
} from "../schema/index.ts";
import { withPhase } from "./challenge-access.ts";
import { inChunks } from "./chunks.ts";
import { type MaybeActor, mayOrganize } from "./viewer.ts";

type NewRow = typeof challenge.$inferInsert;
type NewImageRow = Omit<typeof image.$inferInsert, "id" | "datasetVersionId">;

export interface NewImage extends NewImageRow {
  /** Of test images. */
  split?: SplitName;
}

export type NewDataset = Pick<
  typeof datasetVersion.$inferInsert,
  "kitKey" | "kitBytes" | "classPixels" | "findings" | "note" | "createdBy"
>;

interface NumberedDataset {
  version: number;
  /** Number of its split version; these count through all data sets of a challenge. */
  split?: number;
  dataset: NewDataset;
  images: NewImage[];
}

export interface NewChallenge {
  /** Chosen by the caller because storage keys hold the id. */
  challenge: Omit<NewRow, "id" | "activeSplitVersionId" | "boardRevision"> & { id: string };
  dataset: NewDataset;
  images: NewImage[];
  organizers?: string[];
}

/**
 * Creates a challenge with version 1 of its data set and split, all or nothing.
 * @throws MaskboardError `slug_taken`
 */
export async function createChallenge(
  db: Executor,
  input: NewChallenge,
): Promise<{ challengeId: string; datasetVersionId: string; splitVersionId: string }> {
  const challengeId = input.challenge.id;
  try {
    return await db.transaction(async (tx) => {
      await tx.insert(challenge).values(input.challenge);
      const { dataset, images } = input;
      const made = await insertDataset(tx, challengeId, { version: 1, dataset, images });
      for (const userId of input.organizers ?? []) await addOrganizer(tx, challengeId, userId);
      return { challengeId, ...made };
    });
  } catch (error) {
    if (!isUniqueViolation(error, "challenge_slug_unique")) throw error;
    const { slug } = input.challenge;
    throw new MaskboardError("slug_taken", `There is already a challenge "${slug}".`, { slug });
  }
}

/** A data set version with its first split version, which becomes the active one. */
export async function insertDataset(
  tx: Executor,
  challengeId: string,
  { version, split: splitNumber = 1, dataset, images }: NumberedDataset,
): Promise<{ datasetVersionId: string; splitVersionId: string }> {
  const [made] = await tx
    .insert(datasetVersion)
    .values({ ...dataset, challengeId, version })
    .returning({ id: datasetVersion.id });
  const datasetVersionId = made!.id;
  const [split] = await tx
    .insert(splitVersion)
    .values({ datasetVersionId, version: splitNumber })
    .returning({ id: splitVersion.id });
  const splitVersionId = split!.id;
  await insertImages(tx, datasetVersionId, splitVersionId, images);
  await tx
    .update(challenge)
    .set({ activeSplitVersionId: splitVersionId })
    .where(eq(challenge.id, challengeId));
  return { datasetVersionId, splitVersionId };
}

async function insertImages(
  tx: Executor,
  datasetVersionId: string,
  splitVersionId: string,
  images: NewImage[],
): Promise<void> {
  for (const part of inChunks(images, 1_000)) {
    const ids = await tx
      .insert(image)
      .values(part.map(({ split: _, ...row }) => ({ ...row, datasetVersionId })))
      .returning({ id: image.id });
    const assigned = part.flatMap(({ split }, index) =>
      split ? [{ splitVersionId, imageId: ids[index]!.id, split }] : [],
    );
    if (assigned.length > 0) await tx.insert(splitAssignment).values(assigned);
  }
}

/** Makes a user an organizer of a challenge; no error if they are one. */
export async function addOrganizer(
  db: Executor,
  challengeId: string,
  userId: string,
): Promise<void> {
  await db.insert(challengeOrganizer).values({ challengeId, userId }).onConflictDoNothing();
}

/** Grows the board's revision and tells listeners; call it in the transaction of the change. */
export async function bumpBoard(tx: Executor, challengeId: string): Promise<number> {
  const [row] = await tx
    .update(challenge)
    .set({ boardRevision: sql`${challenge.boardRevision} + 1` })
    .where(eq(challenge.id, challengeId))
    .returning({ revision: challenge.boardRevision });
  const revision = row!.revision;
  await notify(tx, { kind: "board", challengeId, revision });
  return revision;
}

/** Whether a challenge of that name exists, whoever asks. */
export async function challengeExists(db: Executor, slug: string): Promise<boolean> {
  const found = await db
    .select({ id: challenge.id })
    .from(challenge)
    .where(eq(challenge.slug, slug));
  return found.length > 0;
}

/** Published and closed challenges, and drafts for their organizers; running ones first. */
export async function listChallenges(db: Executor, viewer: MaybeActor) {
  const own = db
    .select({ id: challengeOrganizer.challengeId })
    .from(challengeOrganizer)
    .where(eq(challengeOrganizer.userId, viewer?.id ?? ""));
  const draft = and(
    eq(challenge.status, "draft"),
    viewer?.admin ? undefined : inArray(challenge.id, own),
    mayOrganize(viewer) ? undefined : sql`false`,
  );
  const found = await db
    .select({
      challenge,
      teams: sql<number>`(select count(*)::int from team t
        where t.challenge_id = "challenge"."id" and t.merged_into_id is null)`,
      submissions: sql<number>`(select count(*)::int from submission s
        where s.challenge_id = "challenge"."id" and s.state <> 'uploading')`,
    })
    .from(challenge)
    .where(or(inArray(challenge.status, ["published", "closed"]), viewer ? draft : undefined))
    .orderBy(desc(sql`${challenge.status} = 'published'`), desc(challenge.createdAt));
  return found.map((row) => ({ ...row, challenge: withPhase(row.challenge) }));
}

/** How many teams a challenge has and how many submissions they have sent. */
export async function challengeCounts(
  db: Executor,
  challengeId: string,
): Promise<{ teams: number; submissions: number }> {
  const found = await db.execute<{ teams: number; submissions: number }>(sql`select
    (select count(*)::int from team
      where challenge_id = ${challengeId} and merged_into_id is null) as teams,
    (select count(*)::int from submission
      where challenge_id = ${challengeId} and state <> 'uploading') as submissions`);
  return found.rows[0]!;
}
