import { importJob, JOBS, kitJob, rescoreJob, scoreJob, similarityJob } from "@maskboard/contracts";
import {
  checkDatabase,
  closeDb,
  createDb,
  createQueue,
  type Queue,
  workerConnection,
  workQueue,
} from "@maskboard/db";
import { ScoringPool } from "@maskboard/scoring";
import { createStorage } from "@maskboard/storage";
import type { Env } from "./env.ts";
import { type HealthServer, serveHealth } from "./health-server.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { importTask } from "./import/import-task.ts";
import { kitTask } from "./import/kit-task.ts";
import { Load } from "./load.ts";
import { createLog } from "./log.ts";
import { tellSandbox } from "./model/tell-sandbox.ts";
import { type ProcessorServices, processor } from "./processor.ts";
import { problems } from "./readiness.ts";
import { rescoreTask } from "./rescore/rescore-task.ts";
import { similarityTask } from "./score/look-alikes.ts";
import { scoreTask } from "./score/score-task.ts";
import { Stops } from "./score/stops.ts";
import { TruthCache } from "./score/truth-cache.ts";
import { warmUp } from "./score/warm-up.ts";
import { createTelemetry } from "./telemetry.ts";
import { removeLeftovers } from "./work-folder.ts";

export interface Scorer {
  readonly health: HealthServer;
  /** Gives running jobs back to the queue and ends all connections. */
  stop(): Promise<void>;
}

/**
 * Starts a worker. Any number of them, on any machines, share one database and one storage.
 *
 * @throws Error with one line that says what can't be reached
 */
export async function startScorer(env: Env): Promise<Scorer> {
  await checkDatabase(env.databaseUrl);
  const storage = createStorage(env.storageUrl, env.s3);
  await storage.check();
  const log = createLog(env.logLevel, env.name);
  // A job holds one connection at a time; the rest is for progress and health.
  const db = createDb(env.databaseUrl, { max: env.concurrency + 5 });
  const queue = await createQueue(env.databaseUrl, {
    worker: true,
    name: workerConnection(env.name, env.concurrency),
  });
  const leftovers = await removeLeftovers();
  if (leftovers > 0) log.info({ folders: leftovers }, "removed what killed scorers left behind");
  const stops = await Stops.open(env.databaseUrl, db);
  const telemetry = createTelemetry(() => queueDepth(queue));
  const truths = new TruthCache(env.cacheFolder, storage);
  const pool = new ScoringPool(env.threads > 0 ? { threads: env.threads } : {});
  const stopping = new AbortController();
  const services: ProcessorServices = { log, telemetry, shutdown: stopping.signal };
  const { masksScored } = telemetry;
  const score = scoreTask({
    ...{ db, queue, storage, truths, pool, masksScored, stops },
    worker: env.name,
    modelThreads: env.threads,
  });
  const load = new Load();
  const rescore = rescoreTask({
    ...{ db, queue, storage, truths, pool, load },
    modelThreads: env.threads,
  });
  await workQueue(
    queue,
    {
      score: load.counted(processor(scoreJob.queue, score, services)),
      rescore: processor(rescoreJob.queue, rescore, services),
      similarity: processor(similarityJob.queue, similarityTask(db), services),
      import: processor(
        importJob.queue,
        importTask({ db, storage, siteUrl: env.siteUrl, importRoot: env.importRoot }),
        services,
      ),
      kit: processor(kitJob.queue, kitTask({ db, storage, siteUrl: env.siteUrl }), services),
    },
    // Batches get one slot beside those of new submissions, however many there are.
    { concurrency: env.concurrency, concurrencyOf: { rescore: 1, similarity: 1, kit: 1 } },
  );
  const health = await serveHealth(env, telemetry.registry, () => problems(db, storage));
  const endHousekeeping = startHousekeeping(db, log);
  void warmUp(db, truths, log, stopping.signal);
  void tellSandbox(log);
  log.info({ health: health.url, storage: storage.url, concurrency: env.concurrency }, "ready");
  return {
    health,
    async stop() {
      log.info("stopping; running jobs go back to the queue");
      stopping.abort(new Error("the scorer is stopping"));
      endHousekeeping();
      await queue.stop({ seconds: 10 });
      await stops.close();
      await Promise.all([health.close(), pool[Symbol.asyncDispose](), closeDb(db)]);
      storage.close();
      log.info("stopped");
    },
  };
}

async function queueDepth(queue: Queue): Promise<Record<string, number>> {
  const depths = await Promise.all(
    JOBS.map(async (job) => {
      const [stats] = await queue.boss.getQueueStats(job.queue, { force: true });
      return [job.queue, stats?.queuedCount ?? 0] as const;
    }),
  );
  return Object.fromEntries(depths);
}
