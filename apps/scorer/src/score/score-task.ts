import { MaskboardError, SCORER_VERSION, type ScoreJobData } from "@maskboard/contracts";
import {
  type Db,
  getScoringInput,
  markFailed,
  markInvalid,
  markRetrying,
  type Queue,
  republishScore,
  type SubmissionRecord,
  setProgress,
  sourceScores,
  startAttempt,
  storedMatrices,
} from "@maskboard/db";
import type { Storage } from "@maskboard/storage";
import type { Task, TaskContext } from "../processor.ts";
import type { Outcome } from "../telemetry.ts";
import { PROGRESS_INTERVAL_MS, ThrottledReports } from "../throttle.ts";
import { type Comparer, compare } from "./compare.ts";
import { askForComparison } from "./look-alikes.ts";
import { publish } from "./publish.ts";
import type { Stops } from "./stops.ts";

export interface ScoreDependencies extends Comparer {
  readonly db: Db;
  readonly queue: Queue;
  readonly storage: Storage;
  readonly stops: Stops;
  /** Name of this scorer, which people see. */
  readonly worker: string;
  masksScored(count: number): void;
}

/**
 * Checks and scores one submission: `queued -> checking -> scoring -> scored`, or `invalid` when
 * its content is at fault. Safe to run twice, also at once: a score is published once.
 */
export function scoreTask(dependencies: ScoreDependencies): Task<ScoreJobData> {
  const { db, stops, worker } = dependencies;
  return {
    async run(data, context) {
      const submission = await startAttempt(db, data.submissionId, worker);
      if (!submission) return "already-done";
      const { id: submissionId, startedAt } = submission;
      const stop = stops.watch({ submissionId, startedAt: startedAt! });
      const signal = AbortSignal.any([context.signal, stop.signal]);
      try {
        return await score(submission, data, { ...context, signal }, dependencies);
      } catch (error) {
        // What becomes of the submission has been decided by whoever stopped it.
        if (stop.signal.aborted) return "cancelled";
        await tellRetry(db, submissionId, context);
        throw error;
      } finally {
        stop.done();
      }
    },
    async dead({ submissionId }) {
      // Why is in the log only: a failed query quotes what was to be stored, hidden scores as well.
      const error = new MaskboardError(
        "internal",
        "Scoring failed on our side, after several tries. This submission is not charged.",
      );
      await markFailed(db, submissionId, error.toJSON());
    },
  };
}

async function score(
  submission: SubmissionRecord,
  { submissionId, splitVersionId }: ScoreJobData,
  { signal, log }: TaskContext,
  dependencies: ScoreDependencies,
): Promise<Outcome> {
  const { db, queue } = dependencies;
  const identity = { submissionId, splitVersionId, scorerVersion: SCORER_VERSION };
  if (await republishScore(db, identity, queue)) {
    await askForComparison(dependencies, submissionId, null, log);
    return "already-done";
  }

  const input = await getScoringInput(db, splitVersionId);
  const progress = new ThrottledReports(
    PROGRESS_INTERVAL_MS,
    (report: { done: number; total: number }) => setProgress(db, submissionId, report),
  );
  const onProgress = (report: { done: number; total: number }): void => progress.report(report);
  const known = await knownMatrices(db, submissionId, splitVersionId, input.datasetVersionId);
  const options = { ...(known ? { known } : {}), signal, onProgress };
  const compared = await compare(submission, splitVersionId, input, dependencies, options).finally(
    () => progress.close(),
  );
  const [error] = compared.errors;
  if (error) {
    log.info({ code: error.code, faults: compared.errors.length }, "invalid submission");
    await markInvalid(db, submissionId, error, compared.notices);
    return "invalid";
  }
  signal.throwIfAborted();
  const result = await publish(db, queue, identity, input, compared);
  dependencies.masksScored(compared.images.length);
  log.info({ meanIou: result.meanIou, created: result.created }, "score published");
  const { datasetVersionId } = input;
  const sample = compared.sample && { datasetVersionId, labels: compared.sample };
  await askForComparison(dependencies, submissionId, sample, log);
  return "done";
}

/** What an earlier score for another split version knows already about the images of this one. */
async function knownMatrices(
  db: Db,
  submissionId: string,
  splitVersionId: string,
  datasetVersionId: string,
): Promise<ReadonlyMap<string, readonly number[]> | undefined> {
  const target = { splitVersionId, datasetVersionId };
  const source = (await sourceScores(db, [submissionId], target)).get(submissionId);
  if (!source) return undefined;
  return (await storedMatrices(db, [source.scoreId], datasetVersionId)).get(source.scoreId);
}

/** Says so on the submission's page, unless the job has been taken from us: then another one tells. */
async function tellRetry(db: Db, submissionId: string, context: TaskContext): Promise<void> {
  const { lost, signal, log } = context;
  if (lost.aborted) return;
  const text = signal.aborted
    ? "The scorer is restarting; another one takes over."
    : "A fault on our side interrupted the scoring; it is tried again.";
  await markRetrying(db, submissionId, text).catch((error: unknown) => {
    // The database itself may be what failed; the queue brings the job back in any case.
    log.warn({ err: error }, "could not note the retry");
  });
}
