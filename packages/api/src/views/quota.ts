import type { Quota } from "@maskboard/contracts";
import { type ChallengeRow, type Db, startOfUtcDay, usageOf } from "@maskboard/db";

/** What a team has used of the challenge's limits on this UTC day and in all. */
export async function quotaOf(
  db: Db,
  { id, limits }: ChallengeRow,
  member: { teamId: string; userId: string },
  now = new Date(),
): Promise<Quota> {
  const usage = await usageOf(db, { ...member, challengeId: id }, now);
  return {
    today: usage.today,
    perDay: limits.perDay,
    total: usage.total,
    totalLimit: limits.total,
    invalidToday: usage.invalidToday,
    invalidPerDay: limits.invalidPerDay,
    resetsAt: new Date(startOfUtcDay(now).getTime() + 86_400_000),
  };
}
