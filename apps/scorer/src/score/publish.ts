import {
  type Db,
  type ImageScore,
  publishScore,
  type Queue,
  type ScoreIdentity,
  type ScoringInput,
  type SplitScore,
  startScoring,
} from "@maskboard/db";
import type { Comparison } from "./compare.ts";
import { type ComparedImage, deriveSplit } from "./derive.ts";
import { submissionSpec } from "./spec.ts";

/** Both splits' results from the matrices of all test images. */
export function deriveScore(
  input: ScoringInput,
  images: readonly ComparedImage[],
): { public: SplitScore; private: SplitScore | null; images: ImageScore[] } {
  const { classMap } = submissionSpec(input);
  const shown = deriveSplit(classMap, images, "public");
  const hidden = deriveSplit(classMap, images, "private");
  if (!shown) throw new Error(`split version ${input.splitVersion} has no public image`);
  return {
    public: shown.score,
    private: hidden?.score ?? null,
    images: [...shown.images, ...(hidden?.images ?? [])],
  };
}

/** Derives both splits' results from the matrices and publishes them as one score. */
export async function publish(
  db: Db,
  queue: Queue,
  identity: ScoreIdentity,
  input: ScoringInput,
  { images, notices }: Comparison,
): Promise<{ meanIou: number; created: boolean }> {
  await startScoring(db, identity.submissionId, { notices, total: images.length });
  const derived = deriveScore(input, images);
  const { created } = await publishScore(db, { ...identity, ...derived }, queue);
  return { meanIou: derived.public.meanIou, created };
}
