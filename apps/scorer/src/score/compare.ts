import type { ErrorBody } from "@maskboard/contracts";
import type { ScoringInput, SubmissionRecord } from "@maskboard/db";
import { fromSparse } from "@maskboard/metrics";
import { evaluateArchive, type ScoringPool } from "@maskboard/scoring";
import type { Storage } from "@maskboard/storage";
import { withArtifact } from "./artifact.ts";
import type { ComparedImage } from "./derive.ts";
import { submissionSpec } from "./spec.ts";
import type { TruthCache } from "./truth-cache.ts";

export interface Comparer {
  readonly storage: Storage;
  readonly truths: TruthCache;
  readonly pool: ScoringPool;
}

export interface Comparison {
  /** Every test image of the split version; empty if there are errors. */
  readonly images: ComparedImage[];
  readonly notices: string[];
  /** What is wrong with the content, the most important first. */
  readonly errors: ErrorBody[];
}

interface Options {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { done: number; total: number }) => void;
}

/**
 * Checks the uploaded file and counts its confusion matrices.
 *
 * @throws whatever is not the team's fault
 */
export async function compare(
  submission: SubmissionRecord,
  splitVersionId: string,
  input: ScoringInput,
  { storage, truths, pool }: Comparer,
  { signal, onProgress }: Options,
): Promise<Comparison> {
  const { artifactKey, sha256 } = submission;
  if (!artifactKey || !sha256) throw new Error(`submission ${submission.id} has no file`);
  const spec = submissionSpec(input);
  const truthPath = await truths.path(splitVersionId, input, spec.classMap);
  const evaluation = await withArtifact(storage, { key: artifactKey, sha256 }, signal, (zipPath) =>
    evaluateArchive({
      zipPath,
      truthPath,
      spec,
      pool,
      signal,
      onProgress: ({ step, done, total }) => {
        if (step === "labels") onProgress({ done, total });
      },
    }),
  ).catch(async (error: unknown) => {
    // Should the pack be what failed, the next try has a fresh one.
    if (!signal.aborted) await truths.forget(splitVersionId);
    throw error;
  });
  const ids = spec.classMap.classes.map(({ id }) => id);
  const sparse = new Map(evaluation.images.map((image) => [image.stem, image.sparse]));
  return {
    images: input.images.flatMap(({ imageId, stem, split }) => {
      const counts = sparse.get(stem);
      return counts ? [{ imageId, stem, split, matrix: fromSparse(ids, counts) }] : [];
    }),
    notices: evaluation.notices,
    errors: evaluation.errors,
  };
}
