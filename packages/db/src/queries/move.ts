import { canMove, MaskboardError, type SubmissionState } from "@maskboard/contracts";
import { eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { notify } from "../notify.ts";
import { submission, submissionEvent } from "../schema/index.ts";

export type SubmissionRecord = typeof submission.$inferSelect;

/**
 * Reads a submission and keeps others from changing it until the transaction ends. Rows that refer
 * to it may still be added: whoever does so while holding the challenge is not in the way.
 */
export async function lockSubmission(tx: Executor, id: string): Promise<SubmissionRecord> {
  const [row] = await tx
    .select()
    .from(submission)
    .where(eq(submission.id, id))
    .for("no key update");
  if (!row) throw new MaskboardError("not_found", "There is no such submission.");
  return row;
}

export interface MoveOptions {
  text?: string;
  set?: Partial<typeof submission.$inferInsert>;
}

/**
 * Moves a locked submission to another state, with its event and notification.
 * @throws MaskboardError `wrong_state` when the state does not allow it
 */
export async function move(
  tx: Executor,
  row: SubmissionRecord,
  to: SubmissionState,
  options: MoveOptions = {},
): Promise<SubmissionRecord> {
  if (!canMove(row.state, to)) {
    throw new MaskboardError(
      "wrong_state",
      `A submission that is ${row.state} can't become ${to}.`,
      {
        value: row.state,
        expected: to,
      },
    );
  }
  return place(tx, row, to, options);
}

/** The same from any state: for people who step in. */
export async function place(
  tx: Executor,
  row: SubmissionRecord,
  to: SubmissionState,
  options: MoveOptions = {},
): Promise<SubmissionRecord> {
  const [next] = await tx
    .update(submission)
    .set({ ...options.set, state: to })
    .where(eq(submission.id, row.id))
    .returning();
  await recordEvent(tx, next!, options.text);
  return next!;
}

export async function recordEvent(
  tx: Executor,
  row: SubmissionRecord,
  text?: string,
): Promise<void> {
  await tx.insert(submissionEvent).values({
    submissionId: row.id,
    state: row.state,
    text: text ?? null,
    // The clock, not the transaction's start: moves of one transaction keep their order in time.
    createdAt: new Date(),
  });
  await notifySubmission(tx, row);
}

export async function notifySubmission(
  tx: Executor,
  { id, challengeId, teamId }: Pick<SubmissionRecord, "id" | "challengeId" | "teamId">,
): Promise<void> {
  await notify(tx, { kind: "submission", id, challengeId, teamId });
}
