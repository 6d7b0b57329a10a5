import { sql } from "drizzle-orm";
import type { Executor } from "../client.ts";

/** How much of a challenge's limits a team has used. */
export interface Usage {
  today: number;
  total: number;
  invalidToday: number;
}

/** An upload keeps its place for so long. */
export const UPLOAD_HOURS = 24;

export const startOfUtcDay = (now: Date): Date => {
  const day = new Date(now);
  day.setUTCHours(0, 0, 0, 0);
  return day;
};

/**
 * Counts what a team has used on the UTC day of `now` and in all. `invalid` and `failed` are not
 * charged; an upload is, while it may still be finished. With `userId`, what that person sent from
 * other teams counts too if it is more: changing teams brings no fresh allowance.
 */
export async function usageOf(
  db: Executor,
  where: { teamId: string; challengeId: string; userId?: string },
  now: Date,
): Promise<Usage> {
  const day = startOfUtcDay(now).toISOString();
  const stale = new Date(now.getTime() - UPLOAD_HOURS * 3_600_000).toISOString();
  const { teamId, challengeId, userId = null } = where;
  const counts = (scope: ReturnType<typeof sql>) => sql`
    select count(*) filter (where charged and created_at >= ${day}) as today,
      count(*) filter (where charged) as total,
      count(*) filter (where state = 'invalid' and created_at >= ${day}) as invalid_today
    from (select state, created_at, state not in ('invalid', 'failed')
        and (state <> 'uploading' or created_at > ${stale}) as charged
      from submission where ${scope}) as mine`;
  const found = await db.execute<{ today: number; total: number; invalid_today: number }>(sql`
    select max(today)::int as today, max(total)::int as total,
      max(invalid_today)::int as invalid_today
    from (${counts(sql`team_id = ${teamId}`)}
      union all ${counts(sql`challenge_id = ${challengeId} and user_id = ${userId}`)}) as scopes`);
  const row = found.rows[0]!;
  return { today: row.today, total: row.total, invalidToday: row.invalid_today };
}
