import type { QueueItem, QueueView, SiteQueue } from "@maskboard/contracts";
import {
  connectedWorkers,
  type Db,
  openJobs,
  type QueueRow,
  queueCounts,
  queueTotals,
  readQueue,
  recentPace,
} from "@maskboard/db";
import { expectedEnds } from "./expected-ends.ts";

/** Rows that a page shows; the totals tell of the rest. */
const MOST = { open: 200, ended: 50 };

/** The queue of one challenge, or (`null`) of the whole site. */
export async function queueView(
  db: Db,
  challengeId: string | null,
  now = new Date(),
): Promise<QueueView> {
  const [queue, totals, jobs, pace, connected] = await Promise.all([
    readQueue(db, challengeId, MOST),
    queueTotals(db, challengeId),
    openJobs(db),
    recentPace(db),
    connectedWorkers(db),
  ]);
  const places = connected.reduce((sum, worker) => sum + worker.places, 0);
  const paceOf = new Map(pace.map(({ lane, seconds }) => [lane, seconds]));
  const ends = expectedEnds(jobs, places, paceOf, now);
  const item = (row: QueueRow): QueueItem => toItem(row, ends.get(row.submission.id) ?? null);
  const running = queue.running.map(item);
  return {
    waiting: queue.waiting.map(item),
    running,
    ended: queue.ended.map(item),
    totals,
    workers: connected.map(({ name, places: own }) => ({
      name,
      places: own,
      busy: running.filter(({ worker }) => worker === name).length,
    })),
    pace,
  };
}

export async function siteQueueView(db: Db): Promise<SiteQueue> {
  return { ...(await queueView(db, null)), queues: await queueCounts(db) };
}

function toItem(
  { submission, slug, team, by, attempts }: QueueRow,
  expectedAt: Date | null,
): QueueItem {
  const { progressDone: done, progressTotal: total } = submission;
  return {
    id: submission.id,
    challenge: slug,
    team,
    by,
    lane: submission.lane,
    filename: submission.filename,
    state: submission.state,
    createdAt: submission.createdAt,
    queuedAt: submission.queuedAt,
    startedAt: submission.startedAt,
    finishedAt: submission.finishedAt,
    worker: submission.worker,
    attempts,
    progress: done === null || total === null ? null : { done, total },
    expectedAt,
    error: submission.error,
  };
}
