import type { ErrorBody } from "@maskboard/contracts";
import { and, eq, inArray } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { score, submission } from "../schema/index.ts";
import { bumpBoard } from "./challenges.ts";
import { applyLadder } from "./ladder.ts";
import { lockChallenge } from "./lock-challenge.ts";
import { lockSubmission, move, notifySubmission, type SubmissionRecord } from "./move.ts";

/**
 * A scorer takes a submission up, for the first time or after another scorer died over it.
 * @param worker name of the scorer
 * @returns the submission, now `checking`, or `null` when it is decided already
 */
export async function startAttempt(
  db: Db,
  submissionId: string,
  worker: string | null = null,
): Promise<SubmissionRecord | null> {
  return db.transaction(async (tx) => {
    const row = await lockSubmission(tx, submissionId);
    if (!["queued", "checking", "scoring"].includes(row.state)) return null;
    const text = row.state === "queued" ? undefined : "Taken up again after an interruption.";
    const progress = { progressDone: null, progressTotal: null };
    const set = { ...progress, notices: [], startedAt: new Date(), worker };
    return move(tx, row, "checking", { ...(text ? { text } : {}), set });
  });
}

/** Whether the try to score a submission that began at this time still counts. */
export async function underWay(
  db: Executor,
  submissionId: string,
  startedAt: Date,
): Promise<boolean> {
  const found = await db
    .select({ id: submission.id })
    .from(submission)
    .where(
      and(
        eq(submission.id, submissionId),
        eq(submission.startedAt, startedAt),
        inArray(submission.state, ["checking", "scoring"]),
      ),
    );
  return found.length > 0;
}

/** The checks have passed. `notices`: what was understood or ignored. */
export async function startScoring(
  db: Db,
  submissionId: string,
  found: { notices: string[]; total: number },
): Promise<void> {
  await db.transaction(async (tx) => {
    const set = { notices: found.notices, progressDone: 0, progressTotal: found.total };
    await move(tx, await lockSubmission(tx, submissionId), "scoring", { set });
  });
}

/** Tells how many images are done; call it a few times a second at most. */
export async function setProgress(
  db: Db,
  submissionId: string,
  progress: { done: number; total: number },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(submission)
      .set({ progressDone: progress.done, progressTotal: progress.total })
      .where(
        and(eq(submission.id, submissionId), inArray(submission.state, ["checking", "scoring"])),
      )
      .returning();
    if (row) await notifySubmission(tx, row);
  });
}

/** The uploaded content is at fault. The submission is not charged and leaves the board. */
export async function markInvalid(
  db: Db,
  submissionId: string,
  error: ErrorBody,
  notices: string[] = [],
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockSubmission(tx, submissionId);
    const set = { error, notices, finishedAt: new Date(), progressDone: null, progressTotal: null };
    await move(tx, row, "invalid", { text: error.message, set });
    await lockChallenge(tx, row.challengeId);
    const gone = await tx
      .update(score)
      .set({ current: false })
      .where(and(eq(score.submissionId, submissionId), score.current))
      .returning({ id: score.id });
    if (gone.length === 0) return;
    await bumpBoard(tx, row.challengeId);
    await applyLadder(tx, row.challengeId, [row.teamId]);
  });
}

/** A try failed through our fault and the queue will bring another one; unless others have decided. */
export async function markRetrying(db: Db, submissionId: string, text: string): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockSubmission(tx, submissionId);
    if (row.state !== "checking" && row.state !== "scoring") return;
    const set = { queuedAt: new Date(), progressDone: null, progressTotal: null };
    await move(tx, row, "queued", { text, set });
  });
}

/** All tries failed through our fault. Nothing is charged; `retrySubmission` starts afresh. */
export async function markFailed(db: Db, submissionId: string, error: ErrorBody): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockSubmission(tx, submissionId);
    if (row.state === "scored" || row.state === "invalid" || row.state === "failed") return;
    const set = { error, finishedAt: new Date(), progressDone: null, progressTotal: null };
    await move(tx, row, "failed", { text: error.message, set });
  });
}
