import { type CheckStep, MaskboardError, type SubmissionSpec } from "@maskboard/contracts";
import { readEntry, readEntryHead } from "./archive/read-entry.ts";
import type { ByteSource } from "./archive/types.ts";
import type { Codec } from "./codec.ts";
import { LabelSet } from "./labels.ts";
import { checkMaskHeader, type DecodedMask, MaskDecoder } from "./mask.ts";
import { matchSubmission } from "./match-submission.ts";
import type { MatchedMask } from "./names.ts";
import { PNG_HEADER_BYTES } from "./png/header.ts";
import { portableCodec } from "./portable-codec.ts";
import { type CheckProgress, type CheckReport, MAX_ERRORS } from "./report.ts";

export interface CheckOptions {
  /** Primitives of the platform; the portable ones by default. */
  codec?: Codec;
  onProgress?: (progress: CheckProgress) => void;
  /** Called with each mask that was understood, e.g. to draw a thumbnail. */
  onMask?: (mask: DecodedMask & { stem: string }) => void;
  /** Aborting makes the check reject with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Checks an archive of masks against what the challenge expects, step by step; a step runs only if
 * those before it passed. The same code runs in the browser, in the command line and in the scorer.
 *
 * @returns a report; content that is wrong is reported, never thrown
 * @throws what the source throws when it can't be read, and the signal's reason
 */
export async function checkSubmission(
  source: ByteSource,
  spec: SubmissionSpec,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const codec = options.codec ?? portableCodec;
  const match = await matchSubmission(source, spec, options.onProgress);
  const { masks, notices } = match;
  let images = 0;
  const report = (errors: MaskboardError[], failedStep: CheckStep | null): CheckReport => ({
    images,
    notices,
    errors: errors.slice(0, MAX_ERRORS).map((error) => error.toJSON()),
    failedStep,
  });
  if (match.failedStep) return report(match.errors, match.failedStep);

  const failures = async (step: CheckStep, check: (mask: MatchedMask) => Promise<void>) => {
    const errors: MaskboardError[] = [];
    const total = masks.length;
    const tell = (status: CheckProgress["status"], done: number) =>
      options.onProgress?.({ step, status, done, total });
    tell("running", 0);
    for (const [index, mask] of masks.entries()) {
      options.signal?.throwIfAborted();
      try {
        await check(mask);
      } catch (error) {
        if (!(error instanceof MaskboardError)) throw error;
        errors.push(error);
        if (errors.length === MAX_ERRORS) break;
      }
      tell("running", index + 1);
    }
    if (errors.length > 0) tell("failed", total - errors.length);
    else tell("passed", total);
    return errors;
  };

  const formatErrors = await failures("format", async ({ entry, width, height }) => {
    const head = await readEntryHead(source, entry, codec, PNG_HEADER_BYTES);
    checkMaskHeader(head, { file: entry.path, width, height }, spec.classMap);
  });
  if (formatErrors.length > 0) return report(formatErrors, "format");

  const decoder = new MaskDecoder(spec.classMap, codec);
  const labelSet = new LabelSet(spec.classMap);
  const labelErrors = await failures("labels", async ({ entry, stem, width, height }) => {
    const png = await readEntry(source, entry, codec);
    const mask = decoder.decode(png, { file: entry.path, width, height });
    const unknown = labelSet.check(mask, entry.path);
    if (unknown) throw unknown;
    images += 1;
    options.onMask?.({ ...mask, stem });
  });
  return report(labelErrors, labelErrors.length > 0 ? "labels" : null);
}
