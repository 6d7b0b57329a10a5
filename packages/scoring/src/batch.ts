import type { CheckStep, ClassMap, ErrorBody } from "@maskboard/contracts";
import type { MatchedMask } from "@maskboard/data/check";
import type { SparseCounts } from "@maskboard/metrics";

/**
 * A shard of a submission, as it is sent to a scoring thread. File descriptors are those of the
 * process, which all its threads share.
 */
export interface Batch {
  readonly zip: { readonly fd: number; readonly size: number };
  readonly truthFd: number;
  readonly classMap: ClassMap;
  readonly masks: readonly BatchMask[];
  /** Pixels of each mask to take a sample of. */
  readonly samplePixels: number;
}

export interface BatchMask extends MatchedMask {
  /** Where the truth lies in the truth pack. */
  readonly truth: { readonly offset: number; readonly length: number };
}

export interface MaskFault {
  readonly stem: string;
  readonly step: CheckStep;
  readonly error: ErrorBody;
}

export interface ScoredMask {
  readonly stem: string;
  readonly sparse: SparseCounts;
  /** Predicted classes at the sampled pixels (`LabelSampler`). */
  readonly sample: Uint8Array;
}

export interface BatchResult {
  /** The matrix of each mask that is valid, in the order of the batch. */
  readonly counts: ScoredMask[];
  readonly faults: MaskFault[];
}
