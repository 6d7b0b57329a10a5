import { type CheckStep, type ClassMap, MaskboardError } from "@maskboard/contracts";
import {
  checkMaskHeader,
  dataOffset,
  LabelSet,
  LOCAL_HEADER_BYTES,
  MaskDecoder,
  type MatchedMask,
  PNG_HEADER_BYTES,
  unpack,
} from "@maskboard/data/check";
import { nodeCodec } from "@maskboard/data/node-codec";
import { packedFromBytes, type SparseCounts, toSparse } from "@maskboard/metrics";
import { LabelSampler } from "./label-sample.ts";
import { PairCounter } from "./pair-counter.ts";

/** Reads `length` bytes at `offset`, fewer at the end of the file. Good until the next call. */
export type ReadAt = (offset: number, length: number) => Uint8Array;

/** A mask that is the team's fault, with the step of the check at which that shows. */
export class InvalidMask extends Error {
  readonly step: CheckStep;
  readonly fault: MaskboardError;

  constructor(step: CheckStep, fault: MaskboardError) {
    super(fault.message, { cause: fault });
    this.step = step;
    this.fault = fault;
  }
}

/**
 * Scores the masks of one challenge, one at a time: unpack, check header, decode, check labels and
 * count, each mask decoded once. Faults are those that `checkSubmission` reports.
 */
export class MaskScorer {
  readonly #classMap: ClassMap;
  readonly #counter: PairCounter;
  readonly #decoder: MaskDecoder;
  readonly #labels: LabelSet;
  readonly #sampler: LabelSampler;

  constructor(classMap: ClassMap) {
    this.#classMap = classMap;
    this.#counter = new PairCounter(classMap);
    this.#decoder = new MaskDecoder(classMap, nodeCodec);
    this.#labels = new LabelSet(classMap);
    this.#sampler = new LabelSampler(classMap);
  }

  /**
   * @param truth bytes of the packed truth
   * @param samplePixels pixels to take a sample of
   * @throws InvalidMask when the mask is at fault
   */
  score(
    mask: MatchedMask,
    readAt: ReadAt,
    zipSize: number,
    truth: Uint8Array,
    samplePixels: number,
  ): { sparse: SparseCounts; sample: Uint8Array } {
    const file = mask.entry.path;
    const png = this.#unpack(mask, readAt, zipSize);
    const target = { file, width: mask.width, height: mask.height };
    at("format", () => checkMaskHeader(png, target, this.#classMap));
    const decoded = at("labels", () => this.#decoder.decode(png, target));
    const { matrix, unknown } = this.#counter.count(packedFromBytes(truth), decoded.labels);
    if (unknown > 0) throw new InvalidMask("labels", this.#labels.check(decoded, file)!);
    const sample = this.#sampler.sample(decoded.labels, mask.stem, samplePixels);
    return { sparse: toSparse(matrix), sample };
  }

  #unpack({ entry, width, height }: MatchedMask, readAt: ReadAt, zipSize: number): Uint8Array {
    const header = readAt(entry.offset, LOCAL_HEADER_BYTES);
    const start = at("format", () => dataOffset(entry, header, zipSize));
    const data = readAt(start, entry.compressedSize);
    try {
      return unpack(entry, data, nodeCodec);
    } catch (error) {
      // The check looks at the header of every mask before it unpacks any of them as a whole.
      at("format", () => {
        const head =
          entry.method === 0
            ? data.subarray(0, PNG_HEADER_BYTES)
            : nodeCodec.inflateRawHead(data, PNG_HEADER_BYTES);
        checkMaskHeader(head, { file: entry.path, width, height }, this.#classMap);
      });
      return at("labels", () => {
        throw error;
      });
    }
  }
}

function at<Result>(step: CheckStep, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof MaskboardError) throw new InvalidMask(step, error);
    throw error;
  }
}
