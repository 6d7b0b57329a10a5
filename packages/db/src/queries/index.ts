export * from "./attempts.ts";
export { type AuditActor, audit, SYSTEM } from "./audit.ts";
export { type BoardRow, publicBoardRows } from "./board.ts";
export * from "./challenge-access.ts";
export * from "./challenges.ts";
export * from "./images.ts";
export * from "./imports.ts";
export type { SubmissionRecord } from "./move.ts";
export * from "./private-scores.ts";
export * from "./publish-score.ts";
export * from "./queue-counts.ts";
export * from "./scoring-input.ts";
export * from "./submissions.ts";
export * from "./teams.ts";
export * from "./upload-record.ts";
export {
  beginUpload,
  cancelUpload,
  expireStaleUploads,
  finishUpload,
  type NewUpload,
} from "./uploads.ts";
export { startOfUtcDay, type Usage, usageOf } from "./usage.ts";
export * from "./users.ts";
export type { Actor, MaybeActor } from "./viewer.ts";
