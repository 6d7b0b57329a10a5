import type { ClassMap } from "@maskboard/contracts";
import { and, count, eq } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { challenge, datasetVersion, splitVersion } from "../schema/index.ts";
import { countImages, listImages } from "./images.ts";

/** What the kit of a challenge is made of, as it is now. */
export interface KitSource {
  readonly datasetVersionId: string;
  readonly kitKey: string;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly licence: string;
  readonly classMap: ClassMap;
  readonly trainImages: number;
  readonly testImages: number;
  /** The first test image. */
  readonly example: { readonly stem: string; readonly imageKey: string } | undefined;
}

/** @returns `null` when the challenge is gone or has no kit */
export async function kitSource(db: Executor, challengeId: string): Promise<KitSource | null> {
  const [row] = await db
    .select({ challenge, datasetVersionId: datasetVersion.id, kitKey: datasetVersion.kitKey })
    .from(challenge)
    .innerJoin(splitVersion, eq(splitVersion.id, challenge.activeSplitVersionId))
    .innerJoin(datasetVersion, eq(datasetVersion.id, splitVersion.datasetVersionId))
    .where(eq(challenge.id, challengeId));
  if (!row?.kitKey) return null;
  const { datasetVersionId, kitKey } = row;
  const { slug, title, summary, licence, classes, voidId, rgbMasks } = row.challenge;
  const { train, test } = await countImages(db, datasetVersionId);
  const [example] = await listImages(db, datasetVersionId, "test", 1);
  return {
    ...{ datasetVersionId, kitKey, slug, title, summary, licence, example },
    classMap: {
      classes,
      ...(voidId === null ? {} : { void: voidId }),
      ...(rgbMasks ? { rgbMasks } : {}),
    },
    trainImages: train,
    testImages: test,
  };
}

/**
 * Puts another kit in the place of one.
 * @returns whether the old one is of no more use, or `null` when it was not there any more
 */
export async function replaceKit(
  db: Db,
  { datasetVersionId, kitKey }: Pick<KitSource, "datasetVersionId" | "kitKey">,
  kit: { kitKey: string; kitBytes: number },
): Promise<boolean | null> {
  return db.transaction(async (tx) => {
    const replaced = await tx
      .update(datasetVersion)
      .set(kit)
      .where(and(eq(datasetVersion.id, datasetVersionId), eq(datasetVersion.kitKey, kitKey)))
      .returning({ id: datasetVersion.id });
    if (replaced.length === 0) return null;
    // Versions that differ in test masks only share a kit.
    const [others] = await tx
      .select({ versions: count() })
      .from(datasetVersion)
      .where(eq(datasetVersion.kitKey, kitKey));
    return others!.versions === 0;
  });
}
