import type { Disqualification, SubmissionRow, SubmissionView } from "@maskboard/contracts";
import {
  type ChallengeAccess,
  type Db,
  getPublicScore,
  listEvents,
  privateGrant,
  privateMeanIous,
  queuePosition,
  type SubmissionSummary,
} from "@maskboard/db";
import type { Services } from "../services.ts";
import { imagePath, predictionPath } from "./paths.ts";

/** Rows for somebody who may see the submissions; private scores only with a grant. */
export async function submissionRows(
  db: Db,
  access: ChallengeAccess,
  summaries: readonly SubmissionSummary[],
): Promise<SubmissionRow[]> {
  const grant = privateGrant(access);
  const ids = summaries.map(({ submission }) => submission.id);
  const hidden = grant ? await privateMeanIous(db, grant, ids) : new Map<string, number>();
  return summaries.map((summary) => {
    const row = toRow(summary, hidden.get(summary.submission.id) ?? null);
    return access.organizer ? { ...row, publicMeanIou: summary.publicMeanIou } : row;
  });
}

/** A row as its team may see it, without anything that a grant is needed for. */
function toRow(summary: SubmissionSummary, privateMeanIou: number | null = null): SubmissionRow {
  const { submission, slug, team, by, publicMeanIou, shownMeanIou } = summary;
  const { id, lane, filename, bytes, note, state, final, late, createdAt, error } = submission;
  return {
    id,
    challenge: slug,
    team,
    by,
    lane,
    filename,
    bytes,
    note,
    state,
    final,
    late,
    createdAt,
    publicMeanIou: shownMeanIou ?? publicMeanIou,
    heldBack: shownMeanIou !== null,
    privateMeanIou,
    error,
    disqualified: disqualificationOf(summary),
  };
}

function disqualificationOf({
  submission,
  teamDisqualified,
}: SubmissionSummary): Disqualification | null {
  if (teamDisqualified !== null) return { of: "team", reason: teamDisqualified };
  const reason = submission.disqualifiedReason;
  return reason === null ? null : { of: "submission", reason };
}

export async function submissionView(
  { db, boards }: Services,
  summary: SubmissionSummary & { access: ChallengeAccess },
): Promise<SubmissionView> {
  const { submission, access, scoreId } = summary;
  const [row] = await submissionRows(db, access, [summary]);
  const ranked = await boards.get(access, "public");
  const entry = ranked?.board.entries.find(({ teamId }) => teamId === submission.teamId);
  // Classes and images would tell what the Ladder rule holds back.
  const withheld = scoreId === null || (row!.heldBack && !access.organizer);
  const scored = withheld ? null : await getPublicScore(db, scoreId);
  const { progressDone: done, progressTotal: total } = submission;
  return {
    ...row!,
    events: await listEvents(db, submission.id),
    progress: done === null || total === null ? null : { done, total },
    queuePosition: await queuePosition(db, submission),
    teamRank: entry?.rank ?? null,
    best: ranked?.submissionIds.get(submission.teamId) === submission.id,
    notices: submission.notices,
    result: scored && resultOf(submission.id, scored),
    splitVersion: scored?.splitVersion ?? null,
    scorerVersion: scored?.score.scorerVersion ?? null,
  };
}

function resultOf(
  submissionId: string,
  { score, images }: Awaited<ReturnType<typeof getPublicScore>>,
): NonNullable<SubmissionView["result"]> {
  const { pixelAccuracy, meanAccuracy, frequencyWeightedIou, perClass, confusion } =
    score.evaluation;
  const { meanIou, intervalLow: low, intervalHigh: high } = score;
  return {
    split: "public" as const,
    meanIou,
    pixelAccuracy,
    meanAccuracy,
    frequencyWeightedIou,
    perClass,
    confusion,
    interval: low === null || high === null ? null : [low, high],
    perImage: images.map(({ imageId, stem, meanIou: value }) => ({
      stem,
      meanIou: value,
      image: imagePath(imageId, "image"),
      prediction: predictionPath(submissionId, stem),
    })),
  };
}
