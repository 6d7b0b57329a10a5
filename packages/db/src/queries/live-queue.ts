import type { Lane } from "@maskboard/contracts";
import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { challenge, submission, team, user } from "../schema/index.ts";
import type { SubmissionRecord } from "./move.ts";

/** A submission with the names that a queue shows beside it. */
export interface QueueRow {
  readonly submission: SubmissionRecord;
  readonly slug: string;
  readonly team: string;
  readonly by: string;
  readonly attempts: number;
}

const WAITING = ["uploaded", "queued", "uploading"] as const;
const RUNNING = ["checking", "scoring"] as const;
const ENDED = ["scored", "invalid", "failed"] as const;

/** What waits, runs and has ended in the last day, for one challenge or (`null`) all of them. */
export async function readQueue(
  db: Executor,
  challengeId: string | null,
  most: { open: number; ended: number },
): Promise<{ waiting: QueueRow[]; running: QueueRow[]; ended: QueueRow[] }> {
  const here = challengeId === null ? undefined : eq(submission.challengeId, challengeId);
  const inStates = (states: readonly (typeof submission.$inferSelect.state)[]) =>
    and(here, inArray(submission.state, [...states]));
  const recent = sql`${submission.finishedAt} > now() - interval '24 hours'`;
  const queuedFirst = sql`case ${submission.state} when 'uploading' then 2 else 1 end`;
  return {
    waiting: await rows(db, inStates(WAITING), [queuedFirst, asc(submission.queuedAt)], most.open),
    running: await rows(db, inStates(RUNNING), [asc(submission.startedAt)], most.open),
    ended: await rows(
      db,
      and(inStates(ENDED), recent),
      [desc(submission.finishedAt), desc(submission.id)],
      most.ended,
    ),
  };
}

function rows(
  db: Executor,
  where: SQL | undefined,
  order: SQL[],
  limit: number,
): Promise<QueueRow[]> {
  return db
    .select({
      submission,
      slug: challenge.slug,
      team: team.name,
      by: sql<string>`coalesce(${user.name}, 'former member')`,
      attempts: sql<number>`(select count(*)::int from submission_event e
        where e.submission_id = "submission"."id" and e.state = 'checking')`,
    })
    .from(submission)
    .innerJoin(challenge, eq(challenge.id, submission.challengeId))
    .innerJoin(team, eq(team.id, submission.teamId))
    .leftJoin(user, eq(user.id, submission.userId))
    .where(where)
    .orderBy(...order)
    .limit(limit);
}

/** How many submissions wait, run and ended in the last day. */
export async function queueTotals(db: Executor, challengeId: string | null) {
  const here = challengeId === null ? sql`true` : sql`challenge_id = ${challengeId}`;
  const found = await db.execute<{ waiting: number; running: number; ended: number }>(sql`
    select (select count(*)::int from submission where ${here}
        and state in ('uploading', 'uploaded', 'queued')) as waiting,
      (select count(*)::int from submission where ${here}
        and state in ('checking', 'scoring')) as running,
      (select count(*)::int from submission where ${here}
        and state in ('scored', 'invalid', 'failed')
        and finished_at > now() - interval '24 hours') as ended`);
  return found.rows[0]!;
}

/** What the order of work follows from, for the whole site: all challenges share the scorers. */
export interface QueuedJob {
  readonly id: string;
  readonly lane: Lane;
  readonly running: boolean;
  readonly startedAt: Date | null;
}

/** Jobs of all challenges: those under way, then those that wait in their order. */
export async function openJobs(db: Executor, limit = 20_000): Promise<QueuedJob[]> {
  const found = await db
    .select({
      id: submission.id,
      lane: submission.lane,
      running: sql<boolean>`${submission.state} in ('checking', 'scoring')`,
      startedAt: submission.startedAt,
    })
    .from(submission)
    .where(inArray(submission.state, ["queued", ...RUNNING]))
    .orderBy(desc(sql`${submission.state} in ('checking', 'scoring')`), asc(submission.queuedAt))
    .limit(limit);
  return found;
}

const PACE_OF = 20;

/** Median seconds of the latest scorings of each lane, whatever the challenge. */
export async function recentPace(
  db: Executor,
): Promise<{ lane: Lane; seconds: number; of: number }[]> {
  const found = await db.execute<{ lane: Lane; seconds: number; of: number }>(sql`
    select lane, count(*)::int as of,
      percentile_cont(0.5) within group (order by seconds)::float8 as seconds
    from (select 'masks' as lane union all select 'model') lanes
    cross join lateral (
      select extract(epoch from finished_at - started_at) as seconds from submission s
      where s.lane = lanes.lane and s.state = 'scored' and s.started_at < s.finished_at
      order by s.finished_at desc limit ${PACE_OF}
    ) latest group by lane`);
  return found.rows;
}
