import type { Lane } from "@maskboard/contracts";

/** A job under way, or one that waits. */
export interface PacedJob {
  readonly id: string;
  readonly lane: Lane;
  readonly running: boolean;
  readonly startedAt: Date | null;
}

/**
 * When each job will have ended: places take waiting jobs in their order, each lasts as long as its
 * lane's jobs did lately (median), and one under way lasts that long from its start. A job that is
 * over its time is expected at any moment.
 *
 * @param jobs those under way first, then those that wait in their order
 * @param places jobs that all scorers together work on at the same time
 * @param pace median seconds of each lane; a job of a lane without one, and all that wait behind it,
 *   can't be told
 * @returns by id; what can't be told is missing
 */
export function expectedEnds(
  jobs: readonly PacedJob[],
  places: number,
  pace: ReadonlyMap<Lane, number>,
  now: Date,
): Map<string, Date> {
  const ends = new Map<string, Date>();
  const free: number[] = [];
  const start = now.getTime();
  for (const job of jobs.filter(({ running }) => running)) {
    const seconds = pace.get(job.lane);
    if (seconds === undefined) continue;
    const end = Math.max(start, (job.startedAt?.getTime() ?? start) + seconds * 1_000);
    ends.set(job.id, new Date(end));
    free.push(end);
  }
  while (free.length < places) free.push(start);
  if (places === 0) return ends;
  for (const job of jobs.filter(({ running }) => !running)) {
    const seconds = pace.get(job.lane);
    if (seconds === undefined) break;
    let next = 0;
    for (let at = 1; at < free.length; at++) if (free[at]! < free[next]!) next = at;
    free[next]! += seconds * 1_000;
    ends.set(job.id, new Date(free[next]!));
  }
  return ends;
}
