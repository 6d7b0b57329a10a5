import type { ClassMap } from "@maskboard/contracts";
import { type ChannelStatistics, compose, createRandom, normalize } from "@maskboard/data/augment";
import { type Augmentation, transformsOf } from "./augmentation.ts";
import { type ImageFiles, loadSample } from "./load-sample.ts";

/** One image to load, as plain data that travels to another thread. */
export interface LoadJob extends ImageFiles {
  readonly classMap: ClassMap;
  readonly size: { readonly width: number; readonly height: number };
  readonly normalization: ChannelStatistics;
  readonly augment: { readonly pipeline: Augmentation; readonly seed: number } | null;
}

export interface Loaded {
  /** [height, width, 3], normalized. */
  readonly image: Float32Array;
  /** [height, width], positions of classes or `VOID`. */
  readonly labels: Uint8Array;
}

/** Reads, squishes, augments and normalizes one image with its mask. */
export async function produce(job: LoadJob): Promise<Loaded> {
  const sample = await loadSample(job, job.classMap, job.size);
  const { rgb, labels } = job.augment
    ? compose(transformsOf(job.augment.pipeline))(sample, createRandom(job.augment.seed))
    : sample;
  return { image: normalize(rgb, job.normalization), labels };
}
