import { JOBS } from "@maskboard/contracts";
import { PgBoss } from "pg-boss";

export const QUEUE_SCHEMA = "pgboss";

/** Where a job goes that failed for good, so that its subject is told. */
export const deadQueue = (queue: string): string => `${queue}-dead`;

/** Creates the queue's tables and brings each queue of the catalog to its settings. */
export async function installQueues(url: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    schema: QUEUE_SCHEMA,
    max: 2,
    supervise: false,
    schedule: false,
  });
  boss.on("error", (error) => console.error(`queue: ${error.message}`));
  await boss.start();
  try {
    const existing = new Set((await boss.getQueues()).map((queue) => queue.name));
    for (const job of JOBS) {
      const dead = { notify: true, retryLimit: 10, retryDelay: 5, retryBackoff: true };
      await upsert(boss, existing, deadQueue(job.queue), dead);
      await upsert(boss, existing, job.queue, {
        notify: true,
        retryLimit: job.retryLimit,
        retryDelay: job.retryDelaySeconds,
        retryBackoff: true,
        expireInSeconds: job.expireSeconds,
        heartbeatSeconds: job.heartbeatSeconds,
        deadLetter: deadQueue(job.queue),
      });
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

async function upsert(
  boss: PgBoss,
  existing: ReadonlySet<string>,
  name: string,
  options: NonNullable<Parameters<PgBoss["updateQueue"]>[1]>,
): Promise<void> {
  if (existing.has(name)) return boss.updateQueue(name, options);
  const { deadLetter, heartbeatSeconds, retryDelayMax, ...rest } = options;
  // One job for one subject at a time: a second request while it waits or runs is dropped.
  await boss.createQueue(name, {
    ...rest,
    policy: "exclusive",
    ...(deadLetter ? { deadLetter } : {}),
    ...(heartbeatSeconds ? { heartbeatSeconds } : {}),
    ...(retryDelayMax ? { retryDelayMax } : {}),
  });
}
