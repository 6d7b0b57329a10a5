import { MaskboardError, type SplitName } from "@maskboard/contracts";
import { asc, eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import {
  challenge,
  datasetVersion,
  image,
  splitAssignment,
  splitVersion,
} from "../schema/index.ts";
import { type ChallengeRow, withPhase } from "./challenge-access.ts";

/** Holds the truth: for scorers only, never for a page or a router. */
export interface ScoringInput {
  challenge: ChallengeRow;
  splitVersion: number;
  datasetVersionId: string;
  /** Test images of the split version by stem. */
  images: {
    imageId: string;
    stem: string;
    width: number;
    height: number;
    imageKey: string;
    maskKey: string;
    split: SplitName;
  }[];
}

/** Everything a scorer needs to know about what it scores against. */
export async function getScoringInput(db: Executor, splitVersionId: string): Promise<ScoringInput> {
  const [row] = await db
    .select({ challenge, splitVersion: splitVersion.version, datasetVersionId: datasetVersion.id })
    .from(splitVersion)
    .innerJoin(datasetVersion, eq(datasetVersion.id, splitVersion.datasetVersionId))
    .innerJoin(challenge, eq(challenge.id, datasetVersion.challengeId))
    .where(eq(splitVersion.id, splitVersionId));
  if (!row) throw new MaskboardError("not_found", "There is no such split version.");
  const images = await db
    .select({
      imageId: image.id,
      stem: image.stem,
      width: image.width,
      height: image.height,
      imageKey: image.imageKey,
      maskKey: image.maskKey,
      split: splitAssignment.split,
    })
    .from(splitAssignment)
    .innerJoin(image, eq(image.id, splitAssignment.imageId))
    .where(eq(splitAssignment.splitVersionId, splitVersionId))
    .orderBy(asc(image.stem));
  return { ...row, challenge: withPhase(row.challenge), images };
}
