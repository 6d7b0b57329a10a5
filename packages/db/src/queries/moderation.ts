import { MaskboardError } from "@maskboard/contracts";
import { and, eq, isNull } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { submission, team } from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";
import { bumpBoard } from "./challenges.ts";
import { applyLadder } from "./ladder.ts";
import { lockSubmission, notifySubmission, recordEvent } from "./move.ts";

/** What does not count any more, or counts again where `reason` is `null`. */
export interface Judgement {
  /** Organizers judge what belongs to their challenge, and nothing else. */
  readonly challengeId: string;
  readonly subject: { readonly team: string } | { readonly submission: string };
  /** The team reads it. */
  readonly reason: string | null;
}

/**
 * Disqualifies a team or one submission, or restores it. Scores and files stay; the boards leave out
 * what is disqualified.
 * @throws MaskboardError `not_found`, also for what belongs to another challenge
 */
export async function judge(db: Db, judgement: Judgement, actor: AuditActor): Promise<void> {
  await db.transaction((tx) => judgeIn(tx, judgement, actor));
}

/** The same in a transaction of the caller's, who may want to see what it would do. */
export async function judgeIn(
  tx: Executor,
  { challengeId, subject, reason }: Judgement,
  actor: AuditActor,
): Promise<void> {
  const set = { disqualifiedAt: reason === null ? null : new Date(), disqualifiedReason: reason };
  const kind = "team" in subject ? "team" : "submission";
  const before =
    "team" in subject
      ? await judgeTeam(tx, challengeId, subject.team, set)
      : await judgeSubmission(tx, challengeId, subject.submission, set);
  await audit(tx, {
    actor,
    action: `${kind}.${reason === null ? "restore" : "disqualify"}`,
    challengeId,
    subject: { kind, id: before.id, name: before.name },
    reason: reason ?? undefined,
    before: { disqualified: before.reason },
    after: { disqualified: reason },
  });
  await bumpBoard(tx, challengeId);
  await applyLadder(tx, challengeId);
}

interface Verdict {
  disqualifiedAt: Date | null;
  disqualifiedReason: string | null;
}

async function judgeTeam(tx: Executor, challengeId: string, id: string, set: Verdict) {
  const where = and(eq(team.id, id), eq(team.challengeId, challengeId), isNull(team.mergedIntoId));
  const [row] = await tx.select().from(team).where(where).for("no key update");
  if (!row) throw new MaskboardError("not_found", "There is no such team in this challenge.");
  await tx.update(team).set(set).where(eq(team.id, id));
  return { id, name: row.name, reason: row.disqualifiedReason };
}

async function judgeSubmission(tx: Executor, challengeId: string, id: string, set: Verdict) {
  const row = await lockSubmission(tx, id);
  if (row.challengeId !== challengeId) {
    throw new MaskboardError("not_found", "There is no such submission in this challenge.");
  }
  const [next] = await tx.update(submission).set(set).where(eq(submission.id, id)).returning();
  const text = set.disqualifiedReason
    ? `Disqualified by an organizer: ${set.disqualifiedReason}`
    : "Restored by an organizer.";
  await recordEvent(tx, next!, text);
  await notifySubmission(tx, row);
  return { id, name: row.filename, reason: row.disqualifiedReason };
}
