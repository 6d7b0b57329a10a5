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

const NEVER = new Date("9999-01-01T00:00:00Z");

/**
 * Scores published from this instant on are unknown to the board. Also before the freeze: a query
 * that begins right before it must not see what comes right after.
 */
export const boardUntil = ({ phase, frozenAt }: ChallengeRow): Date =>
  (phase !== "revealed" && frozenAt) || NEVER;

/** The few submissions of a challenge that are outside the ranks: late ones and disqualified ones. */
export const outsideRanks = (challengeId: string) => sql`
  select id from submission
  where challenge_id = ${challengeId} and (late or disqualified_at is not null)`;

/** Teams that are listed: neither disqualified nor merged into another. */
export const LISTED_TEAM = sql`t.disqualified_at is null and t.merged_into_id is null`;

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

/** Both ends of an interval, or none. */
export const intervalOf = (row: {
  interval_low: number | null;
  interval_high: number | null;
}): [number, number] | null =>
  row.interval_low === null || row.interval_high === null
    ? null
    : [row.interval_low, row.interval_high];

export const toBoardRow = (row: RawBoardRow): BoardRow => ({
  teamId: row.team_id,
  team: row.team,
  house: row.house,
  submissionId: row.submission_id,
  meanIou: row.mean_iou,
  interval: intervalOf(row),
  classIous: row.class_ious,
  submissions: row.submissions,
  submittedAt: new Date(row.submitted_at),
  bestYesterday: row.best_yesterday,
  history: row.history,
});

/**
 * The public board, one row a team, in no order. With the Ladder rule a team's best is the best
 * score of which nothing is held back; what is held back counts as the best before it.
 */
export async function publicBoardRows(
  db: Executor,
  challenge: ChallengeRow,
  now = new Date(),
): Promise<BoardRow[]> {
  const until = boardUntil(challenge).toISOString();
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString();
  const scores = (alias: string) => {
    const s = sql.identifier(alias);
    return sql`${s}.split_version_id = ${challenge.activeSplitVersionId} and ${s}.current
      and ${s}.published_at < ${until} and ${s}.submission_id not in (select id from outside)`;
  };
  const shown = sql`coalesce(shown_mean_iou, mean_iou)`;
  // Best and latest scores of a team are single index probes; only the counts walk all scores, in
  // a covering index. `nulls last` is how the index is ordered.
  const found = await db.execute<RawBoardRow & { earlier_best: number | null }>(sql`
    with outside as materialized (${outsideRanks(challenge.id)}),
    totals as (
      select team_id, count(*)::int as submissions,
        max(${shown}) filter (where published_at <= ${yesterday}) as best_yesterday
      from score s where ${scores("s")} group by team_id
    )
    select t.id as team_id, t.name as team, t.house, best.submission_id, best.mean_iou,
      best.interval_low, best.interval_high, best.class_ious, best.submitted_at,
      totals.submissions, totals.best_yesterday, recent.history, earlier.best as earlier_best
    from team t
    join totals on totals.team_id = t.id
    cross join lateral (
      select * from score s
      where ${scores("s")} and s.team_id = t.id and s.shown_mean_iou is null
      order by s.mean_iou desc nulls last, s.submitted_at limit 1
    ) best
    cross join lateral (
      select array_agg(shown order by submitted_at) as history, min(submitted_at) as begins
      from (
        select submitted_at, ${shown} as shown from score s
        where ${scores("s")} and s.team_id = t.id
        order by submitted_at desc limit 20
      ) latest
    ) recent
    cross join lateral (
      select max(${shown}) as best from score s
      where ${scores("s")} and s.team_id = t.id and s.submitted_at < recent.begins
    ) earlier
    where t.challenge_id = ${challenge.id} and ${LISTED_TEAM}`);
  const rows: (RawBoardRow & { earlier_best: number | null })[] = found.rows;
  return rows.map((row) => ({
    ...toBoardRow(row),
    history: runningBest(row.history, row.earlier_best ?? 0),
  }));
}

function runningBest(values: readonly number[], before: number): number[] {
  let best = before;
  return values.map((value) => {
    best = Math.max(best, value);
    return best;
  });
}
