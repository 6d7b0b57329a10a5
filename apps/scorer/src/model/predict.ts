import { limitsSchema, type SubmissionSpec } from "@maskboard/contracts";
import type { ScoringInput } from "@maskboard/db";
import {
  describePlan,
  inspectModel,
  planModel,
  predictMasks,
  readModelArtifact,
} from "@maskboard/inference";
import type { Storage } from "@maskboard/storage";

export interface Predictor {
  readonly storage: Storage;
  /** Threads that a model computes with; 0 = one a core. */
  readonly modelThreads: number;
}

interface PredictOptions {
  readonly signal: AbortSignal;
  /** Images done. */
  readonly onProgress: (progress: { done: number; total: number }) => void;
}

/** Masks that a model made. */
export interface Predictions {
  /** A zip such as teams upload who made their masks themselves. */
  readonly zipPath: string;
  readonly notices: string[];
}

/**
 * Runs an uploaded model on the test images. Its process sees the images and nothing else.
 *
 * @param folder an empty folder that is the caller's to remove
 * @throws MaskboardError `model_…`, `zip_…` for what is the model's fault
 */
export async function predict(
  file: string,
  folder: string,
  spec: SubmissionSpec,
  { images, challenge }: ScoringInput,
  { storage, modelThreads }: Predictor,
  { signal, onProgress }: PredictOptions,
): Promise<Predictions> {
  const limits = limitsSchema.parse(challenge.limits);
  const { files, card } = await readModelArtifact(file, spec.maxArtifactBytes);
  const { summary, loadable } = inspectModel(files);
  const plan = planModel(summary, card, spec.classMap);
  const progress = (done: number) => onProgress({ done, total: images.length });
  progress(0);
  const zipPath = await predictMasks({
    ...{ model: loadable, plan, folder, signal, onProgress: progress },
    images: images.map(({ stem, width, height, imageKey }) => ({
      ...{ stem, width, height },
      bytes: () => storage.read(imageKey),
    })),
    limits: { seconds: limits.modelSeconds, memoryMiB: limits.modelMemoryMiB },
    ...(modelThreads > 0 ? { threads: modelThreads } : {}),
  });
  return { zipPath, notices: [describePlan(summary, plan)] };
}
