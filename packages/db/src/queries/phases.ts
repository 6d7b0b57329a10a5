import {
  type AnnouncementText,
  type AuditAction,
  type BoardShown,
  MaskboardError,
  phaseOf,
  type TimetableField,
} from "@maskboard/contracts";
import { and, asc, eq, lt, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { challenge, submission } from "../schema/index.ts";
import { insertAnnouncement } from "./announcements.ts";
import { type AuditActor, audit } from "./audit.ts";
import { type ChallengeRow, withPhase } from "./challenge-access.ts";
import { bumpBoard } from "./challenges.ts";
import { applyLadder, dropLadder } from "./ladder.ts";
import { lockChallenge } from "./lock-challenge.ts";
import { changedTimetable, movedFields, type TimetableChange } from "./schedule-rules.ts";

export interface ScheduleChange {
  challengeId: string;
  actor: AuditActor;
  change: TimetableChange;
  /** Made in the same step; signed by the actor. */
  announcement?: AnnouncementText | undefined;
  now?: Date;
}

/**
 * Moves instants of a challenge's course; phases follow from them by the clock alone. When the
 * deadline moves on, late submissions that began before the new one count after all.
 *
 * @throws MaskboardError `schedule`, `already_revealed`; see `changedTimetable`
 */
export async function changeSchedule(db: Db, input: ScheduleChange): Promise<ChallengeRow> {
  const { challengeId, actor, change, announcement, now = new Date() } = input;
  return db.transaction(async (tx) => {
    // The first in the order of locks; see `lockChallenge`.
    if (change.endsAt !== undefined) await lockLateOnes(tx, challengeId);
    const before = await lock(tx, challengeId);
    const after = changedTimetable(before, change, now);
    const moved = movedFields(before, after);
    if (moved.length > 0) {
      await tx.update(challenge).set(after).where(eq(challenge.id, challengeId));
      const counted = moved.includes("endsAt") ? await countLateOnes(tx, before, after.endsAt) : 0;
      for (const [action, fields] of actionsOf(before, after, moved, now)) {
        const extra = action === "deadline.extend" && counted > 0 ? { lateCounted: counted } : {};
        await audit(tx, {
          actor,
          action,
          challengeId,
          before: Object.fromEntries(fields.map((field) => [field, before[field]])),
          after: { ...Object.fromEntries(fields.map((field) => [field, after[field]])), ...extra },
        });
      }
      await bumpBoard(tx, challengeId);
      if (counted > 0) await applyLadder(tx, challengeId);
    }
    if (announcement) await insertAnnouncement(tx, { challengeId, actor, text: announcement });
    return withPhase(await readChallenge(tx, challengeId));
  });
}

type Instants = Pick<ChallengeRow, TimetableField>;

/** Each privileged action that a change amounts to, with its fields. */
function actionsOf(
  before: Instants,
  after: Instants,
  moved: readonly TimetableField[],
  now: Date,
): Map<AuditAction, TimetableField[]> {
  const actionOf = (field: TimetableField): AuditAction => {
    const [old, next] = [before[field], after[field]];
    if (field === "lateUntil") return "late.set";
    if (field === "endsAt") return !next || (old && next > old) ? "deadline.extend" : "phase.plan";
    if (field === "revealedAt" && next && next <= now) return "phase.reveal";
    if (field === "frozenAt" && next && next <= now) return "phase.freeze";
    if (field === "frozenAt" && old && old <= now) return "phase.unfreeze";
    return "phase.plan";
  };
  return Map.groupBy(moved, actionOf);
}

async function lockLateOnes(tx: Executor, challengeId: string): Promise<void> {
  await tx
    .select({ id: submission.id })
    .from(submission)
    .where(and(eq(submission.challengeId, challengeId), submission.late))
    .orderBy(asc(submission.id))
    .for("no key update");
}

/** @returns how many late submissions began before the new deadline and are ranked from now on */
async function countLateOnes(
  tx: Executor,
  before: ChallengeRow,
  endsAt: Date | null,
): Promise<number> {
  // After the reveal they were made with private scores in sight.
  if (before.phase === "revealed") return 0;
  const counted = await tx
    .update(submission)
    .set({ late: false })
    .where(
      and(
        eq(submission.challengeId, before.id),
        submission.late,
        endsAt ? lt(submission.createdAt, endsAt) : sql`true`,
      ),
    )
    .returning({ id: submission.id });
  return counted.length;
}

/** In which phases the board shows to others than organizers. */
export async function setBoardShown(
  db: Db,
  input: { challengeId: string; actor: AuditActor; shown: BoardShown },
): Promise<ChallengeRow> {
  const { challengeId, actor, shown } = input;
  return db.transaction(async (tx) => {
    const { boardShown: before } = await lock(tx, challengeId);
    await tx.update(challenge).set({ boardShown: shown }).where(eq(challenge.id, challengeId));
    await audit(tx, { actor, action: "phase.hide", challengeId, before, after: shown });
    await bumpBoard(tx, challengeId);
    return withPhase(await readChallenge(tx, challengeId));
  });
}

/**
 * Turns the Ladder rule on, off (`null`) or to another step; what shows is computed anew at once.
 * @throws MaskboardError `bad_request` unless the step is in 0..1, without 0
 */
export async function setLadder(
  db: Db,
  input: { challengeId: string; actor: AuditActor; step: number | null },
): Promise<ChallengeRow> {
  const { challengeId, actor, step } = input;
  if (step !== null && !(step > 0 && step <= 1)) {
    throw new MaskboardError("bad_request", `A step of ${step} is not above 0 and at most 1.`);
  }
  return db.transaction(async (tx) => {
    const { ladderStep: before } = await lock(tx, challengeId);
    await tx.update(challenge).set({ ladderStep: step }).where(eq(challenge.id, challengeId));
    await audit(tx, {
      actor,
      action: "ladder.set",
      challengeId,
      before: { ladderStep: before },
      after: { ladderStep: step },
    });
    await bumpBoard(tx, challengeId);
    if (step === null) await dropLadder(tx, challengeId);
    else await applyLadder(tx, challengeId);
    return withPhase(await readChallenge(tx, challengeId));
  });
}

/** The challenge as it would be at an instant under other instants, for dry runs. */
export function rehearsed(
  row: ChallengeRow,
  change: TimetableChange,
  at: Date,
  now = new Date(),
): ChallengeRow {
  const plan = { ...row, ...changedTimetable(row, change, now) };
  return { ...plan, phase: phaseOf(plan, at) };
}

async function readChallenge(tx: Executor, id: string) {
  const [row] = await tx.select().from(challenge).where(eq(challenge.id, id));
  if (!row) throw new MaskboardError("not_found", "There is no such challenge.");
  return row;
}

const lock = async (tx: Executor, id: string): Promise<ChallengeRow> =>
  withPhase(await lockChallenge(tx, id));
