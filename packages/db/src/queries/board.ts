import { sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import type { ChallengeRow } from "./challenge-access.ts";

/** A team's best submission and what the board shows around it; ranks are not given out here. */
export interface BoardRow {
  teamId: string;
  team: string;
  house: boolean;
  submissionId: string;
  meanIou: number;
  interval: [number, number] | null;
  /** In the order of the challenge's classes. */
  classIous: (number | null)[];
  submissions: number;
  submittedAt: Date;
  /** The team's best a day ago; `null` when it had none. */
  bestYesterday: number | null;
  /** The team's best after each of its latest submissions, oldest first, at most 20. */
  history: number[];
}

/** Scores that the board knows: all, or those before the freeze. */
export const boardUntil = (challenge: ChallengeRow): Date =>
  (challenge.phase === "frozen" && challenge.frozenAt) || new Date("9999-01-01T00:00:00Z");

export type RawBoardRow = {
  team_id: string;
  team: string;
  house: boolean;
  submission_id: string;
  mean_iou: number;
  interval_low: number | null;
  interval_high: number | null;
  class_ious: (number | null)[];
  submissions: number;
  submitted_at: string | Date;
  best_yesterday: number | null;
  history: number[];
};

export const toBoardRow = (row: RawBoardRow): BoardRow => ({
  teamId: row.team_id,
  team: row.team,
  house: row.house,
  submissionId: row.submission_id,
  meanIou: row.mean_iou,
  interval:
    row.interval_low === null || row.interval_high === null
      ? null
      : [row.interval_low, row.interval_high],
  classIous: row.class_ious,
  submissions: row.submissions,
  submittedAt: new Date(row.submitted_at),
  bestYesterday: row.best_yesterday,
  history: row.history,
});

/** The public board, one row a team, in no order. */
export async function publicBoardRows(
  db: Executor,
  challenge: ChallengeRow,
  now = new Date(),
): Promise<BoardRow[]> {
  const until = boardUntil(challenge).toISOString();
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString();
  // Per team: the best score and the last 20 by index, counts and bests from the covering index.
  const found = await db.execute<RawBoardRow>(sql`
    with known as (
      select team_id, submitted_at, mean_iou, created_at from score
      where split_version_id = ${challenge.activeSplitVersionId} and current
        and created_at <= ${until}
    ), totals as (
      select team_id, count(*)::int as submissions,
        max(mean_iou) filter (where created_at <= ${yesterday}) as best_yesterday
      from known group by team_id
    )
    select t.id as team_id, t.name as team, t.house, best.submission_id, best.mean_iou,
      best.interval_low, best.interval_high, best.class_ious, best.submitted_at,
      totals.submissions, totals.best_yesterday, recent.history
    from team t
    join totals on totals.team_id = t.id
    cross join lateral (
      select * from score s
      where s.split_version_id = ${challenge.activeSplitVersionId} and s.team_id = t.id
        and s.current and s.created_at <= ${until}
      order by s.mean_iou desc, s.submitted_at limit 1
    ) best
    cross join lateral (
      select array_agg(running order by submitted_at) as history from (
        select submitted_at, max(mean_iou) over (order by submitted_at) as running
        from known where known.team_id = t.id order by submitted_at desc limit 20
      ) latest
    ) recent
    where t.challenge_id = ${challenge.id}`);
  return found.rows.map(toBoardRow);
}
