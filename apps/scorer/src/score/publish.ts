import {
  type Db,
  publishScore,
  type ScoreIdentity,
  type ScoringInput,
  startScoring,
} from "@maskboard/db";
import type { Comparison } from "./compare.ts";
import { deriveSplit } from "./derive.ts";
import { submissionSpec } from "./spec.ts";

/** Derives both splits' results from the matrices and publishes them as one score. */
export async function publish(
  db: Db,
  identity: ScoreIdentity,
  input: ScoringInput,
  { images, notices }: Comparison,
): Promise<{ meanIou: number; created: boolean }> {
  await startScoring(db, identity.submissionId, { notices, total: images.length });
  const { classMap } = submissionSpec(input);
  const shown = deriveSplit(classMap, images, "public");
  const hidden = deriveSplit(classMap, images, "private");
  if (!shown) throw new Error(`split version ${identity.splitVersionId} has no public image`);
  const { created } = await publishScore(db, {
    ...identity,
    public: shown.score,
    private: hidden?.score ?? null,
    images: [...shown.images, ...(hidden?.images ?? [])],
  });
  return { meanIou: shown.score.meanIou, created };
}
