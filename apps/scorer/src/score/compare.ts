import { rm } from "node:fs/promises";
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
import { workFolder } from "../work-folder.ts";
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
  /** Predicted classes at the sampled pixels of all test images; `null` where some were not read. */
  readonly sample: Uint8Array | null;
}

interface Options {
  /** Matrices that are known from an earlier score, by image id: these images are not decoded. */
  readonly known?: ReadonlyMap<string, readonly number[]>;
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
  const { known } = options;
  if (known && input.images.every(({ imageId }) => known.has(imageId))) {
    return {
      images: comparedImages(input, known, new Map()),
      notices: [],
      errors: [],
      sample: null,
    };
  }
  if (!artifactKey || !sha256) throw new Error(`submission ${id} has no file`);
  const { storage } = comparer;
  const artifact = { key: artifactKey, sha256 };
  return withArtifact(storage, artifact, options.signal, async (file) => {
    if (lane === "masks") return compareMasks(file, splitVersionId, input, comparer, options);
    const folder = await workFolder();
    try {
      if (known && (await storage.stat(predictionsKey(id)))) {
        const masks = await storage.toLocalFile(predictionsKey(id), folder);
        return await compareMasks(masks, splitVersionId, input, comparer, options);
      }
      const spec = submissionSpec(input);
      const { zipPath, notices } = await predict(file, folder, spec, input, comparer, options);
      const quiet = { ...options, onProgress: () => {} };
      const compared = await compareMasks(zipPath, splitVersionId, input, comparer, quiet);
      await storage.put(predictionsKey(id), { file: zipPath });
      return { ...compared, notices: [...notices, ...compared.notices] };
    } catch (error) {
      if (!(error instanceof MaskboardError) || !isContentError(error.code)) throw error;
      return { images: [], notices: [], errors: [error.toJSON()], sample: null };
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
  { known, signal, onProgress }: Options,
): Promise<Comparison> {
  const spec = submissionSpec(input);
  const only = new Set(
    input.images.filter(({ imageId }) => !known?.has(imageId)).map(({ stem }) => stem),
  );
  const truthPath = await truths.path(splitVersionId, input, spec.classMap);
  const evaluation = await evaluateArchive({
    zipPath,
    truthPath,
    spec,
    pool,
    only,
    signal,
    onProgress: ({ step, done, total }) => {
      if (step === "labels") onProgress({ done, total });
    },
  }).catch(async (error: unknown) => {
    // Should the pack be what failed, the next try has a fresh one.
    if (!signal.aborted) await truths.forget(splitVersionId);
    throw error;
  });
  const counted = new Map(evaluation.images.map((image) => [image.stem, image.sparse]));
  return {
    images: evaluation.errors.length > 0 ? [] : comparedImages(input, known, counted),
    notices: evaluation.notices,
    errors: evaluation.errors,
    sample:
      evaluation.images.length === input.images.length
        ? Buffer.concat(evaluation.images.map(({ sample }) => sample))
        : null,
  };
}

/** Matrices from an earlier score or, where there are none, those that were counted now. */
function comparedImages(
  input: ScoringInput,
  known: Options["known"],
  counted: ReadonlyMap<string, readonly number[]>,
): ComparedImage[] {
  const ids = input.challenge.classes.map(({ id }) => id);
  return input.images.flatMap(({ imageId, stem, split }) => {
    const counts = known?.get(imageId) ?? counted.get(stem);
    return counts ? [{ imageId, stem, split, matrix: fromSparse(ids, counts) }] : [];
  });
}
