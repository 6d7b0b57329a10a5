import { type CheckStep, MaskboardError, type SubmissionSpec } from "@maskboard/contracts";
import { submissionLimits } from "./archive/limits.ts";
import { openZip } from "./archive/open-zip.ts";
import { readEntry, readEntryHead } from "./archive/read-entry.ts";
import { checkEntries } from "./archive/rules.ts";
import type { ArchiveEntry, ByteSource } from "./archive/types.ts";
import type { Codec } from "./codec.ts";
import { LabelSet } from "./labels.ts";
import { checkMaskHeader, type DecodedMask, MaskDecoder } from "./mask.ts";
import { type MatchedMask, matchNames } from "./names.ts";
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
  const notices: string[] = [];
  let images = 0;

  const run = async (
    step: CheckStep,
    total: number,
    work: (fail: (error: MaskboardError) => void, tick: () => void) => Promise<void>,
  ): Promise<CheckReport | null> => {
    const errors: MaskboardError[] = [];
    let done = 0;
    const tell = (status: CheckProgress["status"]) =>
      options.onProgress?.({ step, status, done, total });
    tell("running");
    await work(
      (error) => errors.push(error),
      () => {
        done += 1;
        tell("running");
        options.signal?.throwIfAborted();
      },
    );
    tell(errors.length > 0 ? "failed" : "passed");
    if (errors.length === 0) return null;
    const bodies = errors.slice(0, MAX_ERRORS).map((error) => error.toJSON());
    return { images, notices, errors: bodies, failedStep: step };
  };

  let entries: ArchiveEntry[] = [];
  const archiveReport = await run("archive", 1, async (fail, tick) => {
    const archive = await openArchive(source, spec);
    archive.errors.forEach(fail);
    entries = archive.entries;
    tick();
  });
  if (archiveReport) return archiveReport;

  let masks: MatchedMask[] = [];
  const namesReport = await run("names", 1, async (fail, tick) => {
    const match = matchNames(entries, spec);
    notices.push(...match.notices);
    match.errors.forEach(fail);
    masks = match.masks;
    tick();
  });
  if (namesReport) return namesReport;

  const eachMask = (step: CheckStep, check: (mask: MatchedMask) => Promise<void>) =>
    run(step, masks.length, async (fail, tick) => {
      let failures = 0;
      for (const mask of masks) {
        try {
          await check(mask);
        } catch (error) {
          if (!(error instanceof MaskboardError)) throw error;
          fail(error);
          failures += 1;
        }
        tick();
        if (failures === MAX_ERRORS) break;
      }
    });

  const formatReport = await eachMask("format", async ({ entry, width, height }) => {
    const head = await readEntryHead(source, entry, codec, PNG_HEADER_BYTES);
    checkMaskHeader(head, { file: entry.path, width, height }, spec.classMap);
  });
  if (formatReport) return formatReport;

  const decoder = new MaskDecoder(spec.classMap, codec);
  const labelSet = new LabelSet(spec.classMap);
  const labelsReport = await eachMask("labels", async ({ entry, stem, width, height }) => {
    const png = await readEntry(source, entry, codec);
    const mask = decoder.decode(png, { file: entry.path, width, height });
    const unknown = labelSet.check(mask, entry.path);
    if (unknown) throw unknown;
    images += 1;
    options.onMask?.({ ...mask, stem });
  });
  return labelsReport ?? { images, notices, errors: [], failedStep: null };
}

async function openArchive(
  source: ByteSource,
  spec: SubmissionSpec,
): Promise<{ entries: ArchiveEntry[]; errors: MaskboardError[] }> {
  const limits = submissionLimits(spec);
  try {
    const entries = await openZip(source, limits);
    return { entries, errors: checkEntries(entries, limits) };
  } catch (error) {
    if (error instanceof MaskboardError) return { entries: [], errors: [error] };
    throw error;
  }
}
