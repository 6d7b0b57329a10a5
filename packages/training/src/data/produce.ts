import type { ClassMap } from "@maskboard/contracts";
import {
  type ChannelStatistics,
  compose,
  createRandom,
  normalize,
  type Sample,
} from "@maskboard/data/augment";
import { type Augmentation, transformsOf } from "./augmentation.ts";
import { type ImageFiles, loadSample } from "./load-sample.ts";

/** One image to load, as plain data that travels to another thread. */
export interface LoadJob extends ImageFiles {
  readonly classMap: ClassMap;
  readonly size: { readonly width: number; readonly height: number };
  readonly normalization: ChannelStatistics;
  readonly augment: { readonly pipeline: Augmentation; readonly seed: number } | null;
  /** What an earlier job for the same image has decoded. */
  readonly decoded?: Sample | undefined;
}

export interface Loaded {
  /** [height, width, 3], normalized. */
  readonly image: Float32Array;
  /** [height, width], positions of classes or `VOID`. */
  readonly labels: Uint8Array;
  /** The squished image and labels before augmentation, in memory that threads share. */
  readonly decoded: Sample;
}

/** Reads and squishes one image with its mask, or takes what was decoded; augments, normalizes. */
export async function produce(job: LoadJob): Promise<Loaded> {
  const decoded = job.decoded ?? share(await loadSample(job, job.classMap, job.size));
  const { rgb, labels } = job.augment
    ? compose(transformsOf(job.augment.pipeline))(decoded, createRandom(job.augment.seed))
    : decoded;
  // Labels that no transform has touched are still the shared ones, which can't be moved.
  const own = labels === decoded.labels ? Uint8Array.from(labels) : labels;
  return { image: normalize(rgb, job.normalization), labels: own, decoded };
}

function share({ rgb, labels, width, height }: Sample): Sample {
  const copy = (bytes: Uint8Array) => {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    return shared;
  };
  return { rgb: copy(rgb), labels: copy(labels), width, height };
}
