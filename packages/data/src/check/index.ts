/** The checks of a submission. Portable: no Node module, no native code. */
export { blobSource } from "./archive/blob-source.ts";
export { submissionLimits } from "./archive/limits.ts";
export type { ArchiveEntry, ArchiveLimits, ByteSource } from "./archive/types.ts";
export { type CheckOptions, checkSubmission } from "./check-submission.ts";
export type { Codec } from "./codec.ts";
export { type DecodedMask, type Labels, MaskDecoder, type MaskTarget } from "./mask.ts";
export { portableCodec } from "./portable-codec.ts";
export type { CheckProgress, CheckReport } from "./report.ts";
