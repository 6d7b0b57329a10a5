import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ErrorBody,
  isContentError,
  MaskboardError,
  predictionsKey,
} from "@maskboard/contracts";
import type { ScoringInput, SubmissionRecord } from "@maskboard/db";
import { fromSparse } from "@maskboard/metrics";
import { evaluateArchive, type ScoringPool } from "@maskboard/scoring";
import { type Predictor, predict } from "../model/predict.ts";
import { withArtifact } from "./artifact.ts";
import type { ComparedImage } from "./derive.ts";
import { submissionSpec } from "./spec.ts";
import type { TruthCache } from "./truth-cache.ts";

export interface Comparer extends Predictor {
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
 * Checks the uploaded file and counts its confusion matrices. A model is run first; the masks that
 * it makes are treated like uploaded ones, and kept for people to look at.
 *
 * @throws whatever is not the team's fault
 */
export async function compare(
  submission: SubmissionRecord,
  splitVersionId: string,
  input: ScoringInput,
  comparer: Comparer,
  options: Options,
): Promise<Comparison> {
  const { id, artifactKey, sha256, lane } = submission;
  if (!artifactKey || !sha256) throw new Error(`submission ${id} has no file`);
  const { storage } = comparer;
  const artifact = { key: artifactKey, sha256 };
  return withArtifact(storage, artifact, options.signal, async (file) => {
    if (lane === "masks") return compareMasks(file, splitVersionId, input, comparer, options);
    const folder = await mkdtemp(join(tmpdir(), "maskboard-model-"));
    try {
      const spec = submissionSpec(input);
      const { zipPath, notices } = await predict(file, folder, spec, input, comparer, options);
      const quiet = { ...options, onProgress: () => {} };
      const compared = await compareMasks(zipPath, splitVersionId, input, comparer, quiet);
      await storage.put(predictionsKey(id, splitVersionId), { file: zipPath });
      return { ...compared, notices: [...notices, ...compared.notices] };
    } catch (error) {
      if (!(error instanceof MaskboardError) || !isContentError(error.code)) throw error;
      return { images: [], notices: [], errors: [error.toJSON()] };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function compareMasks(
  zipPath: string,
  splitVersionId: string,
  input: ScoringInput,
  { truths, pool }: Comparer,
  { signal, onProgress }: Options,
): Promise<Comparison> {
  const spec = submissionSpec(input);
  const truthPath = await truths.path(splitVersionId, input, spec.classMap);
  const evaluation = await evaluateArchive({
    zipPath,
    truthPath,
    spec,
    pool,
    signal,
    onProgress: ({ step, done, total }) => {
      if (step === "labels") onProgress({ done, total });
    },
  }).catch(async (error: unknown) => {
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
