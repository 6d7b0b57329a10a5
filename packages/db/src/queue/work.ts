import {
  type ImportJobData,
  JOBS,
  type KitJobData,
  type RescoreJobData,
  type ScoreJobData,
  type SimilarityJobData,
} from "@maskboard/contracts";
import type { JobWithMetadata } from "pg-boss";
import { deadQueue } from "./install.ts";
import type { Queue } from "./queue.ts";

export interface JobContext {
  /** 0 for the first try. */
  readonly attempt: number;
  /** Aborted when the worker stops or the job has taken too long. */
  readonly signal: AbortSignal;
}

export interface JobHandler<Data> {
  /** Does the work; whatever it throws means: try again later. */
  run(data: Data, context: JobContext): Promise<void>;
  /** Called once when all tries have failed; `reason` is for operators. */
  onDead(data: Data, reason: string): Promise<void>;
}

/** By queue; a process works on those that it has a handler for. */
export interface JobHandlers {
  score?: JobHandler<ScoreJobData>;
  import?: JobHandler<ImportJobData>;
  kit?: JobHandler<KitJobData>;
  similarity?: JobHandler<SimilarityJobData>;
  rescore?: JobHandler<RescoreJobData>;
}

export interface WorkOptions {
  /** Jobs of one queue that this process works on at the same time. */
  concurrency?: number;
  /** The same for single queues. */
  concurrencyOf?: Partial<Record<keyof JobHandlers, number>>;
}

/** Works on the jobs that have a handler until the queue stops. New jobs start within ~100 ms. */
export async function workQueue(
  queue: Queue,
  handlers: JobHandlers,
  options: WorkOptions = {},
): Promise<void> {
  const byQueue = handlers as Record<string, JobHandler<never> | undefined>;
  for (const job of JOBS) {
    const handler = byQueue[job.queue];
    if (!handler) continue;
    const work = {
      includeMetadata: true as const,
      // Notifications wake the workers; polling finds retries that have become due.
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 2,
    };
    const slots = options.concurrencyOf?.[job.queue as keyof JobHandlers] ?? options.concurrency;
    for (let slot = 0; slot < (slots ?? 1); slot++) {
      const worker: { id?: string } = {};
      worker.id = await queue.boss.work(job.queue, work, async ([item]) => {
        if (!item) return;
        // Looks for the next job at once: its notification may have come while this one ran.
        if (worker.id) queue.boss.notifyWorker(worker.id);
        const data = job.schema.parse(item.data) as never;
        await handler.run(data, { attempt: item.retryCount, signal: item.signal });
      });
    }
    await queue.boss.work(deadQueue(job.queue), work, async ([item]) => {
      if (!item) return;
      await handler.onDead(job.schema.parse(item.data) as never, reasonOf(item));
    });
  }
}

function reasonOf(item: JobWithMetadata<unknown>): string {
  const output = item.sourceOutput as { message?: unknown } | null;
  return typeof output?.message === "string" ? output.message : "the worker ended without a word";
}
