import { MaskboardError, scoreJob } from "@maskboard/contracts";
import { and, eq } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { notify } from "../notify.ts";
import { dropJobs, enqueue, type Queue } from "../queue/index.ts";
import { challenge, score } from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";
import { lockSubmission, place, type SubmissionRecord } from "./move.ts";

/* What organizers do to submissions in the queue. Locks on the submission's row decide between them
 * and a scorer that publishes at the same moment: whoever comes second finds what the first did. */

/** Which submission: organizers name their challenge too, and reach nothing outside of it. */
export interface Target {
  readonly submissionId: string;
  readonly challengeId?: string;
}

/**
 * Puts a submission into the queue anew, from whatever state, against the active split version. A
 * scorer that works on it is told to stop.
 * @throws MaskboardError `wrong_state` when its file never arrived, `not_found`
 */
export async function retrySubmission(
  db: Db,
  queue: Queue,
  target: Target,
  actor: AuditActor,
): Promise<SubmissionRecord> {
  return db.transaction(async (tx) => {
    const row = await lockTarget(tx, target);
    const splitVersionId = await activeSplitOf(tx, row);
    if (!row.artifactKey || !splitVersionId) {
      throw new MaskboardError("wrong_state", "The file of this submission never arrived.", {
        value: row.state,
      });
    }
    await release(tx, row);
    const progress = { progressDone: null, progressTotal: null };
    const next = await place(tx, row, "queued", {
      text: "Queued again by an organizer.",
      set: { ...progress, queuedAt: new Date(), finishedAt: null, error: null },
    });
    const data = { submissionId: row.id, splitVersionId };
    await enqueue(queue, tx, scoreJob, data, `${row.id}:${splitVersionId}`);
    await tell(tx, "submission.retry", actor, row, next);
    return next;
  });
}

/**
 * Takes a submission out of the queue, or from the scorer that works on it. It becomes `failed` with
 * the error `cancelled` and is not charged; one that had a score and was being scored anew keeps it
 * and is `scored` again.
 * @throws MaskboardError `wrong_state` when it is decided already, `not_found`
 */
export async function cancelSubmission(
  db: Db,
  target: Target,
  actor: AuditActor,
  reason?: string,
): Promise<SubmissionRecord> {
  return db.transaction(async (tx) => {
    const row = await lockTarget(tx, target);
    if (row.state === "scored" || row.state === "invalid" || row.state === "failed") {
      throw new MaskboardError(
        "wrong_state",
        row.state === "scored"
          ? "This submission is scored already. Disqualify it if it is not to count."
          : `This submission is ${row.state} already; there is nothing to cancel.`,
        { value: row.state },
      );
    }
    await release(tx, row);
    const set = { finishedAt: new Date(), progressDone: null, progressTotal: null };
    const why = reason ? ` ${reason}` : "";
    const error = new MaskboardError("cancelled", `An organizer cancelled this submission.${why}`);
    const next = (await hasScore(tx, row))
      ? await place(tx, row, "scored", {
          text: `An organizer cancelled the rescoring; the score stands.${why}`,
          set: { ...set, error: null },
        })
      : await place(tx, row, "failed", {
          text: error.message,
          set: { ...set, error: error.toJSON() },
        });
    await tell(tx, "submission.cancel", actor, row, next, reason);
    return next;
  });
}

async function lockTarget(tx: Executor, target: Target): Promise<SubmissionRecord> {
  const row = await lockSubmission(tx, target.submissionId);
  if (target.challengeId === undefined || target.challengeId === row.challengeId) return row;
  throw new MaskboardError("not_found", "There is no such submission in this challenge.");
}

/** Takes the job away from the queue and from whoever works on it. */
async function release(tx: Executor, row: SubmissionRecord): Promise<void> {
  await dropJobs(tx, scoreJob, `${row.id}:`);
  // The time tells this try from one that begins at once after it.
  const startedAt = row.startedAt?.toISOString() ?? null;
  await notify(tx, { kind: "stop", id: row.id, startedAt });
}

async function activeSplitOf(tx: Executor, row: SubmissionRecord): Promise<string | null> {
  const [found] = await tx
    .select({ id: challenge.activeSplitVersionId })
    .from(challenge)
    .where(eq(challenge.id, row.challengeId));
  return found?.id ?? null;
}

async function hasScore(tx: Executor, row: SubmissionRecord): Promise<boolean> {
  const splitVersionId = await activeSplitOf(tx, row);
  if (!splitVersionId) return false;
  const found = await tx
    .select({ id: score.id })
    .from(score)
    .where(
      and(
        eq(score.submissionId, row.id),
        eq(score.splitVersionId, splitVersionId),
        eq(score.current, true),
      ),
    );
  return found.length > 0;
}

async function tell(
  tx: Executor,
  action: "submission.retry" | "submission.cancel",
  actor: AuditActor,
  before: SubmissionRecord,
  after: SubmissionRecord,
  reason?: string,
): Promise<void> {
  await audit(tx, {
    actor,
    action,
    reason,
    challengeId: before.challengeId,
    subject: { kind: "submission", id: before.id, name: before.filename },
    before: { state: before.state },
    after: { state: after.state },
  });
}
