/** The checks of a submission. Portable: no Node module, no native code. */
export { blobSource } from "./archive/blob-source.ts";
export { openZip } from "./archive/open-zip.ts";
export { dataOffset, LOCAL_HEADER_BYTES, readEntry, unpack } from "./archive/read-entry.ts";
export { checkEntries } from "./archive/rules.ts";
export type { ArchiveEntry, ByteSource } from "./archive/types.ts";
export { type CheckOptions, checkSubmission } from "./check-submission.ts";
export type { Codec } from "./codec.ts";
export { LabelSet } from "./labels.ts";
export { laneOf } from "./lane.ts";
export {
  checkMaskHeader,
  type DecodedMask,
  type Labels,
  MaskDecoder,
  type MaskTarget,
} from "./mask.ts";
export { matchSubmission, type SubmissionMatch } from "./match-submission.ts";
export type { MatchedMask } from "./names.ts";
export { PNG_HEADER_BYTES } from "./png/header.ts";
export { portableCodec } from "./portable-codec.ts";
export { type CheckProgress, type CheckReport, MAX_ERRORS } from "./report.ts";
