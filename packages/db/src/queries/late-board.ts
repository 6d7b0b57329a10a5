import { sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { boardUntil, intervalOf, LISTED_TEAM } from "./board.ts";
import type { ChallengeRow } from "./challenge-access.ts";

/** A team's best late submission. */
export interface LateRow {
  teamId: string;
  team: string;
  submissionId: string;
  meanIou: number;
  interval: [number, number] | null;
  submissions: number;
  submittedAt: Date;
}

type RawLateRow = {
  team_id: string;
  team: string;
  submission_id: string;
  mean_iou: number;
  interval_low: number | null;
  interval_high: number | null;
  submissions: number;
  submitted_at: string | Date;
};

/**
 * Best late submission of each team, best first. A frozen board knows none that came later. The first
 * condition says nothing that the next ones do not: it is that of the index which finds them.
 */
export async function lateRows(db: Executor, challenge: ChallengeRow): Promise<LateRow[]> {
  const until = boardUntil(challenge).toISOString();
  const found = await db.execute<RawLateRow>(sql`
    with late as (
      select s.*, count(*) over (partition by s.team_id)::int as submissions
      from submission sub
      join score s on s.submission_id = sub.id
      where sub.challenge_id = ${challenge.id} and (sub.late or sub.disqualified_at is not null)
        and sub.late and sub.disqualified_at is null
        and s.split_version_id = ${challenge.activeSplitVersionId} and s.current
        and s.published_at < ${until}
    ), best as (
      select distinct on (team_id) * from late where shown_mean_iou is null
      order by team_id, mean_iou desc, submitted_at
    )
    select t.id as team_id, t.name as team, best.submission_id, best.mean_iou, best.interval_low,
      best.interval_high, best.submissions, best.submitted_at
    from best join team t on t.id = best.team_id
    where ${LISTED_TEAM}
    order by best.mean_iou desc, best.submitted_at`);
  const rows: RawLateRow[] = found.rows;
  return rows.map((row) => ({
    teamId: row.team_id,
    team: row.team,
    submissionId: row.submission_id,
    meanIou: row.mean_iou,
    interval: intervalOf(row),
    submissions: row.submissions,
    submittedAt: new Date(row.submitted_at),
  }));
}
