import type { CheckStep, ErrorBody, SubmissionSpec } from "@maskboard/contracts";
import { type FileSource, openFileSource } from "@maskboard/data";
import { type CheckProgress, MAX_ERRORS, matchSubmission } from "@maskboard/data/check";
import type { SparseCounts } from "@maskboard/metrics";
import type { MaskFault, ScoredMask } from "./batch.ts";
import { pixelsPerImage } from "./label-sample.ts";
import type { ScoringPool } from "./scoring-pool.ts";
import { openTruthPack, type TruthPack } from "./truth-pack.ts";

export interface ArchiveJob {
  readonly zipPath: string;
  /** A file that `buildTruthPack` wrote for the same classes, with every image of the spec. */
  readonly truthPath: string;
  readonly spec: SubmissionSpec;
  readonly pool: ScoringPool;
  /** Stems of the images to score; by default all. The archive is checked as a whole by its names. */
  readonly only?: ReadonlySet<string>;
  readonly onProgress?: (progress: CheckProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ImageCounts {
  readonly stem: string;
  /** The confusion matrix, for `fromSparse(ids, sparse)` with the class ids of the spec. */
  readonly sparse: SparseCounts;
  /** Predicted classes at some pixels that follow from the image's name, one byte each. */
  readonly sample: Uint8Array;
}

export interface ArchiveEvaluation {
  /** One for each image that was to be scored, in the order of the spec; empty if there are errors. */
  readonly images: ImageCounts[];
  readonly notices: string[];
  /** What is wrong with the submission, the same as `checkSubmission` reports. */
  readonly errors: ErrorBody[];
  readonly failedStep: CheckStep | null;
}

/**
 * Checks and scores a submission in one pass: every mask is read, unpacked and decoded once.
 *
 * Memory: the zip's directory, one mask for each thread, and the sparse matrices; it does not grow
 * with the size of masks or archive.
 *
 * @throws Error for whatever is not the team's fault: unreadable files, a truth pack that lacks an
 * image, a thread that died; the signal's reason when aborted
 */
export async function evaluateArchive(job: ArchiveJob): Promise<ArchiveEvaluation> {
  const source = await openFileSource(job.zipPath);
  try {
    const truth = await openTruthPack(job.truthPath, job.spec.classMap);
    try {
      return await evaluate(job, source, truth);
    } finally {
      await truth.close();
    }
  } finally {
    await source.close();
  }
}

async function evaluate(
  { spec, pool, only, signal, onProgress = () => {} }: ArchiveJob,
  source: FileSource,
  truth: TruthPack,
): Promise<ArchiveEvaluation> {
  const match = await matchSubmission(source, spec, onProgress);
  const { notices, errors, failedStep } = match;
  const masks = only ? match.masks.filter(({ stem }) => only.has(stem)) : match.masks;
  if (failedStep) {
    const bodies = errors.slice(0, MAX_ERRORS).map((error) => error.toJSON());
    return { images: [], notices, errors: bodies, failedStep };
  }
  const withTruth = masks.map((mask) => {
    const entry = truth.images.get(mask.stem);
    if (entry?.width !== mask.width || entry.height !== mask.height) {
      throw new Error(`The truth pack has no mask of ${mask.stem} in the size of its image.`);
    }
    return { ...mask, truth: { offset: entry.offset, length: entry.length } };
  });

  const scored = new Map<string, ScoredMask>();
  const faults: MaskFault[] = [];
  const total = masks.length;
  const tell = (step: CheckStep, status: CheckProgress["status"], done: number) =>
    onProgress({ step, status, done, total });
  tell("format", "running", 0);
  await pool.score(
    {
      zip: { fd: source.fd, size: source.size },
      truthFd: truth.fd,
      classMap: spec.classMap,
      masks: withTruth,
      samplePixels: pixelsPerImage(spec.images.length),
    },
    (result) => {
      for (const counts of result.counts) scored.set(counts.stem, counts);
      faults.push(...result.faults);
      tell("labels", "running", scored.size + faults.length);
    },
    signal,
  );
  const step = faults.some((fault) => fault.step === "format") ? "format" : "labels";
  if (faults.length > 0) {
    tell(step, "failed", scored.size);
    return { images: [], notices, errors: firstErrors(faults, step, spec), failedStep: step };
  }
  tell("labels", "passed", total);
  const images = spec.images.flatMap(({ stem }) => {
    const counts = scored.get(stem);
    return counts ? [counts] : [];
  });
  return { images, notices, errors: [], failedStep: null };
}

/** The errors of a step in the order of the images, whatever order threads found them in. */
function firstErrors(faults: MaskFault[], step: CheckStep, spec: SubmissionSpec): ErrorBody[] {
  const position = new Map(spec.images.map(({ stem }, index) => [stem, index]));
  return faults
    .filter((fault) => fault.step === step)
    .sort((a, b) => position.get(a.stem)! - position.get(b.stem)!)
    .slice(0, MAX_ERRORS)
    .map(({ error }) => error);
}
