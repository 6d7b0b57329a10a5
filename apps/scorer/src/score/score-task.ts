import { MaskboardError, SCORER_VERSION, type ScoreJobData } from "@maskboard/contracts";
import {
  type Db,
  getScoringInput,
  markFailed,
  markInvalid,
  markRetrying,
  republishScore,
  type SubmissionRecord,
  setProgress,
  startAttempt,
} from "@maskboard/db";
import type { Storage } from "@maskboard/storage";
import type { Task, TaskContext } from "../processor.ts";
import type { Outcome } from "../telemetry.ts";
import { PROGRESS_INTERVAL_MS, ThrottledReports } from "../throttle.ts";
import { type Comparer, compare } from "./compare.ts";
import { publish } from "./publish.ts";

export interface ScoreDependencies extends Comparer {
  readonly db: Db;
  readonly storage: Storage;
  masksScored(count: number): void;
}

/**
 * Checks and scores one submission: `queued -> checking -> scoring -> scored`, or `invalid` when
 * its content is at fault. Safe to run twice, also at once: a score is published once.
 */
export function scoreTask(dependencies: ScoreDependencies): Task<ScoreJobData> {
  const { db } = dependencies;
  return {
    async run(data, context) {
      const submission = await startAttempt(db, data.submissionId);
      if (!submission) return "already-done";
      try {
        return await score(submission, data, context, dependencies);
      } catch (error) {
        await tellRetry(db, data.submissionId, context);
        throw error;
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
  const { db } = dependencies;
  const identity = { submissionId, splitVersionId, scorerVersion: SCORER_VERSION };
  if (await republishScore(db, identity)) return "already-done";

  const input = await getScoringInput(db, splitVersionId);
  const progress = new ThrottledReports(
    PROGRESS_INTERVAL_MS,
    (report: { done: number; total: number }) => setProgress(db, submissionId, report),
  );
  const onProgress = (report: { done: number; total: number }): void => progress.report(report);
  const options = { signal, onProgress };
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
  const result = await publish(db, identity, input, compared);
  dependencies.masksScored(compared.images.length);
  log.info({ meanIou: result.meanIou, created: result.created }, "score published");
  return "done";
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
