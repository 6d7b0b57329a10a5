export { type Activation, activateSplit } from "./activate-split.ts";
export {
  listAnnouncements,
  publishAnnouncement,
  withdrawAnnouncement,
} from "./announcements.ts";
export * from "./attempts.ts";
export { type AuditActor, audit, SYSTEM } from "./audit.ts";
export { type AuditQuery, listAudit } from "./audit-log.ts";
export { type BoardRow, publicBoardRows } from "./board.ts";
export * from "./challenge-access.ts";
export { editChallenge, setChallengeStatus, truthLabels } from "./challenge-edit.ts";
export * from "./challenges.ts";
export * from "./datasets.ts";
export { hasSubmissions, nextDatasetVersion, replaceDraftData } from "./draft-data.ts";
export { exportImageScores, exportSubmissions } from "./exports.ts";
export * from "./images.ts";
export * from "./imports.ts";
export { cancelSubmission, retrySubmission, type Target } from "./interventions.ts";
export { type KitSource, kitSource, replaceKit } from "./kits.ts";
export { lateRows } from "./late-board.ts";
export * from "./live-queue.ts";
export { type Merge, mergeIn, mergeTeams, previewMerge } from "./merge.ts";
export { type Judgement, judge, judgeIn } from "./moderation.ts";
export type { SubmissionRecord } from "./move.ts";
export { appointOrganizer, dismissOrganizer, listOrganizers } from "./organizers.ts";
export { challengeOverview, listDatasetVersions } from "./overview.ts";
export { changeSchedule, rehearsed, setBoardShown, setLadder } from "./phases.ts";
export * from "./private-scores.ts";
export * from "./publish-rescored.ts";
export * from "./publish-score.ts";
export * from "./queue-counts.ts";
export {
  asIfPublished,
  cancelRescore,
  findScopeTeam,
  getRescore,
  listRescoreChanges,
  listRescores,
  type RescoreRow,
  type RescoreSummary,
  startRescore,
} from "./rescore.ts";
export {
  failRescoreItems,
  finishRescore,
  handOnRescore,
  type SourceScore,
  sourceScores,
  storedMatrices,
  takeUpRescore,
  waitingSubmissions,
} from "./rescore-work.ts";
export * from "./scoring-input.ts";
export {
  compareWithOthers,
  countSimilar,
  dismissSimilar,
  listSimilar,
  savePredictionSample,
  withoutSample,
} from "./similarity.ts";
export {
  activeSplitVersion,
  countScored,
  findSplitVersion,
  listActivations,
  listAssignment,
  listSplitVersions,
  listTestImages,
  type NewSplitVersion,
  type SplitVersionRow,
  saveSplitVersion,
  setClassPixels,
} from "./splits.ts";
export * from "./submissions.ts";
export { listTeams } from "./team-list.ts";
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
export { type Actor, type MaybeActor, mayOrganize } from "./viewer.ts";
export { connectedWorkers, workerConnection } from "./workers.ts";
