import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { image, score, scoreImage, scorePrivate } from "../schema/index.ts";
import { type BoardRow, LISTED_TEAM, outsideRanks, type RawBoardRow, toBoardRow } from "./board.ts";
import type { ChallengeAccess, ChallengeRow } from "./challenge-access.ts";

/*
 * The one place that reads scores on private images. Each function asks for a grant, and a grant
 * can only be had for an organizer or after the reveal.
 */

declare const granted: unique symbol;

/** Proof that the viewer may see private scores of a challenge. */
export interface PrivateGrant {
  readonly challenge: ChallengeRow;
  readonly [granted]: true;
}

/** The grant of a viewer, or `null`. */
export function privateGrant(access: ChallengeAccess): PrivateGrant | null {
  const { challenge, organizer } = access;
  return organizer || challenge.phase === "revealed" ? ({ challenge } as PrivateGrant) : null;
}

/** Current private mean IoU of submissions of the granted challenge, by submission id. */
export async function privateMeanIous(
  db: Executor,
  grant: PrivateGrant,
  submissionIds: readonly string[],
): Promise<Map<string, number>> {
  const { activeSplitVersionId } = grant.challenge;
  if (submissionIds.length === 0 || !activeSplitVersionId) return new Map();
  const rows = await db
    .select({ submissionId: score.submissionId, meanIou: scorePrivate.meanIou })
    .from(score)
    .innerJoin(scorePrivate, eq(scorePrivate.scoreId, score.id))
    .where(
      and(
        inArray(score.submissionId, [...submissionIds]),
        eq(score.splitVersionId, activeSplitVersionId),
        score.current,
      ),
    );
  return new Map(rows.map((row) => [row.submissionId, row.meanIou]));
}

/** What each image of both splits got in the current scores of some submissions. */
export async function privateImageScores(
  db: Executor,
  { challenge }: PrivateGrant,
  submissionIds: readonly string[],
) {
  const { activeSplitVersionId } = challenge;
  if (submissionIds.length === 0 || !activeSplitVersionId) return [];
  return db
    .select({
      submissionId: score.submissionId,
      image: image.stem,
      split: scoreImage.split,
      meanIou: scoreImage.meanIou,
    })
    .from(score)
    .innerJoin(scoreImage, eq(scoreImage.scoreId, score.id))
    .innerJoin(image, eq(image.id, scoreImage.imageId))
    .where(
      and(
        inArray(score.submissionId, [...submissionIds]),
        eq(score.splitVersionId, activeSplitVersionId),
        score.current,
      ),
    )
    .orderBy(asc(score.submissionId), asc(image.stem));
}

/**
 * The private board, one row a team, in no order. A team stands there with the better of its final
 * submissions; one that has chosen none, with its best public ones, as many as it could choose.
 * Neither the freeze nor the Ladder rule concerns it.
 */
export async function privateBoardRows(
  db: Executor,
  grant: PrivateGrant,
  now = new Date(),
): Promise<BoardRow[]> {
  const { challenge } = grant;
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString();
  const found = await db.execute<RawBoardRow>(sql`
    with known as (
      select s.team_id, s.submission_id, s.submitted_at, s.published_at, p.mean_iou, p.class_ious,
        p.interval_low, p.interval_high, sub.final,
        bool_or(sub.final) over (partition by s.team_id) as has_finals,
        row_number() over (partition by s.team_id order by s.mean_iou desc, s.submitted_at) as place
      from score s
      join score_private p on p.score_id = s.id
      join submission sub on sub.id = s.submission_id
      where s.split_version_id = ${challenge.activeSplitVersionId} and s.current
        and s.submission_id not in (${outsideRanks(challenge.id)})
    ), best as (
      select distinct on (team_id) * from known
      where case when has_finals then final else place <= ${challenge.limits.finals} end
      order by team_id, mean_iou desc, submitted_at
    ), running as (
      select team_id, submitted_at, published_at, mean_iou,
        max(mean_iou) over (partition by team_id order by submitted_at) as running,
        row_number() over (partition by team_id order by submitted_at desc) as age
      from known
    ), totals as (
      select team_id, count(*)::int as submissions,
        max(mean_iou) filter (where published_at <= ${yesterday}) as best_yesterday,
        array_agg(running order by submitted_at) filter (where age <= 20) as history
      from running group by team_id
    )
    select t.id as team_id, t.name as team, t.house, best.submission_id, best.mean_iou,
      best.interval_low, best.interval_high, best.class_ious, best.submitted_at,
      totals.submissions, totals.best_yesterday, totals.history
    from team t join best on best.team_id = t.id join totals on totals.team_id = t.id
    where t.challenge_id = ${challenge.id} and ${LISTED_TEAM}`);
  return found.rows.map(toBoardRow);
}
