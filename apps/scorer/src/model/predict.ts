import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { limitsSchema, type SubmissionSpec } from "@maskboard/contracts";
import { encodeLabelPng, readRgb, writeZip, type ZipItem } from "@maskboard/data";
import type { ScoringInput } from "@maskboard/db";
import {
  describePlan,
  inspectModel,
  type ModelImage,
  planModel,
  readModelArtifact,
  runModel,
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

/** The least that deflate can do: these masks are read once and then looked at now and then. */
const PNG_LEVEL = 1;

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
  const masks: ZipItem[] = [];
  await mkdir(join(folder, "masks"));
  onProgress({ done: 0, total: images.length });
  await runModel({
    model: loadable,
    plan,
    images: images.map(
      ({ width, height, imageKey }): ModelImage => ({
        width,
        height,
        read: async (size) => readRgb(await storage.read(imageKey), size),
      }),
    ),
    limits: { seconds: limits.modelSeconds, memoryMiB: limits.modelMemoryMiB },
    ...(modelThreads > 0 ? { threads: modelThreads } : {}),
    signal,
    async onLabels(index, labels) {
      const { stem, width, height } = images[index]!;
      const png = encodeLabelPng(labels, width, height, { level: PNG_LEVEL });
      const mask = join(folder, "masks", `${index}.png`);
      await writeFile(mask, png);
      masks.push({ path: `${stem}.png`, file: mask });
      onProgress({ done: masks.length, total: images.length });
    },
  });
  const zipPath = join(folder, "masks.zip");
  await writeZip(zipPath, masks);
  return { zipPath, notices: [describePlan(summary, plan)] };
}
