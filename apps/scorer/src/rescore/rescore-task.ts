import { setImmediate as breathe } from "node:timers/promises";
import { isContentError, MaskboardError, type RescoreJobData } from "@maskboard/contracts";
import {
  type Db,
  failRescoreItems,
  finishRescore,
  getScoringInput,
  handOnRescore,
  publishRescored,
  type Queue,
  type RescoreRow,
  type ScoringInput,
  type SubmissionRecord,
  takeUpRescore,
  waitingSubmissions,
} from "@maskboard/db";
import type { Load } from "../load.ts";
import type { Task, TaskContext } from "../processor.ts";
import type { Comparer } from "../score/compare.ts";
import { fillSamples } from "../score/look-alikes.ts";
import { rescoreSubmissions } from "./rescore-submissions.ts";

export interface RescoreDependencies extends Comparer {
  readonly db: Db;
  readonly queue: Queue;
  readonly load: Load;
}

/** So long works one job before other batches get their turn. */
const TURN_MS = 5_000;
/** Rows of image scores that are in memory at once, and submissions that share a transaction. */
const ROWS_AT_ONCE = 20_000;
const SUBMISSIONS_AT_ONCE = 200;
/** Tries in which a fault may pass; after them the submission is given up and the batch goes on. */
const PATIENT_TRIES = 2;

/**
 * Scores a part of a batch. What is done is noted with the scores in one transaction: a scorer that
 * takes over after another one died goes on where that one stopped.
 */
export function rescoreTask(dependencies: RescoreDependencies): Task<RescoreJobData> {
  const { db, queue } = dependencies;
  return {
    async run({ rescoreId, lane, step }, context) {
      const row = await takeUpRescore(db, rescoreId);
      if (!row) return "already-done";
      const input = await getScoringInput(db, row.splitVersionId);
      const size = chunkSize(row, input);
      const turnEnds = performance.now() + TURN_MS;
      for (;;) {
        await dependencies.load.idle(context.signal);
        context.signal.throwIfAborted();
        const chunk = await waitingSubmissions(db, rescoreId, lane, size);
        if (chunk.length === 0) {
          await finishRescore(db, row);
          return "done";
        }
        if (performance.now() > turnEnds) {
          await handOnRescore(db, queue, row, { lane, step: step + 1 });
          return "done";
        }
        await scoreChunk(row, chunk, input, context, dependencies);
        await breathe();
      }
    },
    async dead({ rescoreId, lane }, reason) {
      const row = await takeUpRescore(db, rescoreId);
      if (!row) return;
      const rest = await waitingSubmissions(db, rescoreId, lane, 1_000_000);
      const ids = rest.map(({ id }) => id);
      await failRescoreItems(db, row, ids, `Given up after several tries: ${reason}`);
      await finishRescore(db, row);
    },
  };
}

function chunkSize({ kind }: RescoreRow, { images }: ScoringInput): number {
  if (kind === "rescore") return 1;
  const most = Math.floor(ROWS_AT_ONCE / Math.max(1, images.length));
  return Math.max(1, Math.min(SUBMISSIONS_AT_ONCE, most));
}

/** All at once; if that fails, one by one, so that one submission does not keep the others back. */
async function scoreChunk(
  row: RescoreRow,
  chunk: readonly SubmissionRecord[],
  input: ScoringInput,
  context: TaskContext,
  dependencies: RescoreDependencies,
): Promise<void> {
  const score = async (part: readonly SubmissionRecord[]): Promise<void> => {
    const { results, samples, failures } = await rescoreSubmissions(row, part, input, {
      ...dependencies,
      signal: context.signal,
    });
    await publishRescored(dependencies.db, row, results);
    if (!row.dryRun) {
      await fillSamples(dependencies, input.datasetVersionId, samples, context.log);
    }
    for (const { id, error } of failures) {
      await failRescoreItems(dependencies.db, row, [id], error);
    }
  };
  const patient = context.attempt < PATIENT_TRIES;
  if (patient) return score(chunk);
  for (const submission of chunk) {
    try {
      await score([submission]);
    } catch (error) {
      if (context.signal.aborted) throw error;
      context.log.warn({ err: error, submission: submission.id }, "submission can't be rescored");
      await failRescoreItems(dependencies.db, row, [submission.id], reasonOf(error));
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof MaskboardError && isContentError(error.code)) return error.message;
  return "A fault on our side, after several tries; the log of the scorer tells more.";
}
