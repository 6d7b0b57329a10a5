import type { JOBS } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { z } from "zod";
import type { Executor } from "../client.ts";
import { QUEUE_SCHEMA } from "./install.ts";

type JobDefinition = (typeof JOBS)[number];
type JobData<Job extends JobDefinition> = z.infer<Job["schema"]>;

export interface Queue {
  readonly boss: PgBoss;
  /** Waits for running handlers, at most `seconds`, then gives their jobs back. */
  stop(options?: { seconds?: number }): Promise<void>;
}

export interface QueueOptions {
  /**
   * Whether this process works on jobs: it then listens for new ones and watches over those whose
   * worker died. A process that only enqueues needs neither.
   */
  worker?: boolean;
  /** What the database shows this process as. */
  name?: string;
}

/** Opens the queue; the database must be migrated. */
export async function createQueue(url: string, options: QueueOptions = {}): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    schema: QUEUE_SCHEMA,
    application_name: options.name ?? "maskboard-queue",
    max: options.worker ? 6 : 3,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: options.worker ?? false,
    useListenNotify: options.worker ?? false,
    // A silent worker's jobs are noticed at most 5 s after their heartbeat is over.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on("error", (error) => console.error(`queue: ${error.message}`));
  await boss.start();
  return {
    boss,
    stop: async ({ seconds = 20 } = {}) => {
      await boss.stop({ graceful: seconds > 0, timeout: seconds * 1_000 });
    },
  };
}

/**
 * Puts a job into the queue as part of the transaction `tx`. `key` names the job's subject: while
 * a job with the same key waits or runs, another one is not added. Of one queue, jobs of a higher
 * `priority` go first.
 * @returns the job's id, or `null` when there is one already
 */
export async function enqueue<Job extends JobDefinition>(
  queue: Queue,
  tx: Executor,
  job: Job,
  data: JobData<Job>,
  key: string,
  options: { priority?: number } = {},
): Promise<string | null> {
  return queue.boss.send(job.queue, job.schema.parse(data), {
    ...options,
    singletonKey: key,
    db: fromDrizzle(tx, sql),
  });
}

/**
 * Takes the jobs of a subject (keys that begin with `keyPrefix`) out of the queue as part of the
 * transaction `tx`, those under way as well: their worker finds at its next heartbeat that it has
 * lost them.
 */
export async function dropJobs(tx: Executor, job: JobDefinition, keyPrefix: string): Promise<void> {
  await tx.execute(sql`delete from ${sql.identifier(QUEUE_SCHEMA)}.job where name = ${job.queue}
    and state in ('created', 'retry', 'active') and starts_with(singleton_key, ${keyPrefix})`);
}
