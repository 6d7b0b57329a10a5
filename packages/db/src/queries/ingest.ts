import type { ChallengeStatus, ClassMap, Limits, SplitName } from "@maskboard/contracts";
import { MaskboardError } from "@maskboard/contracts";
import { eq, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { isUniqueViolation } from "../postgres-errors.ts";
import {
  challenge,
  challengeOrganizer,
  datasetVersion,
  image,
  splitAssignment,
  splitVersion,
} from "../schema/index.ts";

export interface NewImage {
  readonly stem: string;
  readonly role: "train" | "test";
  readonly width: number;
  readonly height: number;
  readonly imageKey: string;
  readonly maskKey: string;
  readonly depthKey: string | null;
  readonly thumbKey: string | null;
  readonly overlayKey: string | null;
  /** Of test images; `null` for training images. */
  readonly split: SplitName | null;
}

export interface NewChallenge {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly description: string;
  readonly licence: string;
  readonly classMap: ClassMap;
  readonly limits: Limits;
  readonly rounding: number;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly status: ChallengeStatus;
  readonly organizerIds: readonly string[];
  readonly kit: { readonly key: string; readonly bytes: number };
  /** Training pixels of each class, in the order of the classes. */
  readonly classPixels: { id: number; pixels: number }[];
  readonly images: readonly NewImage[];
}

/** Rows in one statement: Postgres takes at most 65,535 parameters. */
const CHUNK = 1_000;

const slugTaken = (slug: string): MaskboardError =>
  new MaskboardError("slug_taken", `There is already a challenge at "${slug}".`, { value: slug });

/** @throws MaskboardError `slug_taken` */
export async function requireFreeSlug(db: Executor, slug: string): Promise<void> {
  const [found] = await db
    .select({ id: challenge.id })
    .from(challenge)
    .where(eq(challenge.slug, slug))
    .limit(1);
  if (found) throw slugTaken(slug);
}

/**
 * Adds a challenge with its first data set and split version, the latter active: all or nothing.
 *
 * @param within further statements of the same transaction
 * @throws MaskboardError `slug_taken`
 */
export async function insertChallenge(
  db: Db,
  entry: NewChallenge,
  within: (tx: Executor) => Promise<void> = async () => {},
): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      await insertRows(tx, entry);
      await within(tx);
    });
  } catch (error) {
    if (isUniqueViolation(error, "challenge_slug_unique")) throw slugTaken(entry.slug);
    throw error;
  }
}

async function insertRows(tx: Executor, entry: NewChallenge): Promise<void> {
  const { id, slug, title, summary, description, licence, classMap } = entry;
  const { limits, rounding, startsAt, endsAt, status } = entry;
  await tx.insert(challenge).values({
    ...{ id, slug, title, summary, description, licence, limits, rounding },
    ...{ startsAt, endsAt, status },
    classes: classMap.classes,
    voidId: classMap.void ?? null,
    rgbMasks: classMap.rgbMasks ?? false,
  });
  if (entry.organizerIds.length > 0) {
    await tx
      .insert(challengeOrganizer)
      .values(entry.organizerIds.map((userId) => ({ challengeId: id, userId })));
  }
  const datasetVersionId = crypto.randomUUID();
  await tx.insert(datasetVersion).values({
    id: datasetVersionId,
    challengeId: id,
    version: 1,
    kitKey: entry.kit.key,
    kitBytes: entry.kit.bytes,
    classPixels: entry.classPixels,
  });
  const splitVersionId = crypto.randomUUID();
  await tx.insert(splitVersion).values({ id: splitVersionId, datasetVersionId, version: 1 });
  for (let at = 0; at < entry.images.length; at += CHUNK) {
    const chunk = entry.images
      .slice(at, at + CHUNK)
      .map((row) => ({ ...row, id: crypto.randomUUID(), datasetVersionId }));
    await tx.insert(image).values(chunk.map(({ split: _, ...row }) => row));
    const assigned = chunk.flatMap((row) =>
      row.split ? [{ splitVersionId, imageId: row.id, split: row.split }] : [],
    );
    if (assigned.length > 0) await tx.insert(splitAssignment).values(assigned);
  }
  await tx
    .update(challenge)
    .set({
      activeSplitVersionId: splitVersionId,
      boardRevision: sql`${challenge.boardRevision} + 1`,
    })
    .where(eq(challenge.id, id));
}
