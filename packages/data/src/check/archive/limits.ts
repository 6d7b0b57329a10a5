import type { SubmissionSpec } from "@maskboard/contracts";
import type { ArchiveLimits } from "./types.ts";

const MIB = 2 ** 20;

/** 16-bit RGBA, the largest PNG pixel. */
const MAX_BYTES_PER_PIXEL = 8;

/**
 * Limits for a masks submission: an entry may hold the largest test image in the most wasteful
 * uncompressed PNG and some metadata; the archive one such entry for each image. Archive tools add
 * directories and resource forks, hence more entries than images.
 */
export function submissionLimits(spec: SubmissionSpec): ArchiveLimits {
  const largest = spec.images.reduce(
    (most, { width, height }) => Math.max(most, width * height),
    0,
  );
  const maxEntryBytes = Math.max(16 * MIB, largest * MAX_BYTES_PER_PIXEL + MIB);
  return {
    maxBytes: spec.maxArtifactBytes,
    maxEntries: 3 * spec.images.length + 100,
    maxEntryBytes,
    maxTotalBytes: (spec.images.length + 10) * maxEntryBytes,
  };
}
