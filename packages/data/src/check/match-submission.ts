import { type CheckStep, MaskboardError, type SubmissionSpec } from "@maskboard/contracts";
import { submissionLimits } from "./archive/limits.ts";
import { openZip } from "./archive/open-zip.ts";
import { checkEntries } from "./archive/rules.ts";
import type { ArchiveEntry, ByteSource } from "./archive/types.ts";
import { type MatchedMask, matchNames } from "./names.ts";
import type { CheckProgress } from "./report.ts";

/** What the archive's list of files shows: which entry is the mask of which image. */
export interface SubmissionMatch {
  /** One mask for each image, in the order of the spec, if there are no errors. */
  readonly masks: MatchedMask[];
  readonly notices: string[];
  /** Errors of the first step that failed. */
  readonly errors: MaskboardError[];
  readonly failedStep: CheckStep | null;
}

/**
 * The steps `archive` and `names`: all that can be said before any mask is read.
 *
 * @returns a report; content that is wrong is reported, never thrown
 */
export async function matchSubmission(
  source: ByteSource,
  spec: SubmissionSpec,
  onProgress: (progress: CheckProgress) => void = () => {},
): Promise<SubmissionMatch> {
  const tell = (step: CheckStep, status: CheckProgress["status"]) =>
    onProgress({ step, status, done: status === "running" ? 0 : 1, total: 1 });
  tell("archive", "running");
  const archive = await openArchive(source, spec);
  if (archive.errors.length > 0) {
    tell("archive", "failed");
    return { masks: [], notices: [], errors: archive.errors, failedStep: "archive" };
  }
  tell("archive", "passed");
  tell("names", "running");
  const match = matchNames(archive.entries, spec);
  const failed = match.errors.length > 0;
  tell("names", failed ? "failed" : "passed");
  return { ...match, failedStep: failed ? "names" : null };
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
