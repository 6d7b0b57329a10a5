import { intakeOf, type Lane, MaskboardError, scoreJob } from "@maskboard/contracts";
import { and, eq, lt } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { enqueue, type Queue } from "../queue/index.ts";
import { challenge, submission, team, teamMember } from "../schema/index.ts";
import { type ChallengeRow, getChallenge } from "./challenge-access.ts";
import { lockSubmission, move, notifySubmission, recordEvent } from "./move.ts";
import { refuseDisqualified } from "./refuse-disqualified.ts";
import { startOfUtcDay, UPLOAD_HOURS, usageOf } from "./usage.ts";
import type { Actor } from "./viewer.ts";

export interface NewUpload {
  slug: string;
  actor: Actor;
  lane: Lane;
  filename: string;
  /** Announced size; the file may not become larger. */
  bytes: number;
  note?: string | undefined;
  now?: Date;
}

/**
 * Reserves a submission for an upload that begins now. Atomic: of many at once, only as many pass
 * as the limits allow. After the deadline, while the late lane is open, it is a late one.
 * @throws MaskboardError `not_found`, `challenge_closed`, `not_started`, `deadline_passed`,
 *   `lane_closed`, `file_empty`, `file_too_large`, `no_team`, `team_disqualified`, `daily_limit`,
 *   `total_limit`, `invalid_limit`
 */
export async function beginUpload(
  db: Db,
  upload: NewUpload,
): Promise<{ submissionId: string; challengeId: string; teamId: string }> {
  const now = upload.now ?? new Date();
  const { challenge: row } = await getChallenge(db, upload.slug, upload.actor);
  const late = checkOpen(row, now) === "late";
  checkFile(row, upload);
  return db.transaction(async (tx) => {
    const teamId = await lockTeamOf(tx, row.id, upload.actor.id);
    await checkLimits(tx, row, teamId, upload.actor.id, now);
    const { lane, filename, bytes, note = "" } = upload;
    const [created] = await tx
      .insert(submission)
      .values({
        challengeId: row.id,
        teamId,
        userId: upload.actor.id,
        lane,
        filename,
        bytes,
        note,
        late,
        createdAt: now,
      })
      .returning();
    await recordEvent(tx, created!);
    return { submissionId: created!.id, challengeId: row.id, teamId };
  });
}

function checkOpen(row: ChallengeRow, now: Date): "open" | "late" {
  const intake = intakeOf(row, now);
  if (!row.activeSplitVersionId) {
    throw new MaskboardError("challenge_closed", `"${row.title}" takes no submissions now.`);
  }
  if (intake === "early") {
    const at = row.startsAt!.toISOString();
    throw new MaskboardError("not_started", `"${row.title}" opens at ${at}.`, { expected: at });
  }
  if (intake !== "over") return intake;
  const end = row.lateUntil ?? row.endsAt;
  const closed = row.status === "closed" || row.status === "archived";
  if (closed || !end || end > now) {
    throw new MaskboardError("challenge_closed", `"${row.title}" takes no submissions now.`);
  }
  const at = end.toISOString();
  const which = row.lateUntil ? "took late submissions until" : "ended at";
  throw new MaskboardError("deadline_passed", `"${row.title}" ${which} ${at}.`, { expected: at });
}

function checkFile(row: ChallengeRow, upload: NewUpload): void {
  if (!row.lanes.includes(upload.lane)) {
    throw new MaskboardError("lane_closed", `"${row.title}" takes no ${upload.lane} submissions.`, {
      value: upload.lane,
      expected: row.lanes,
    });
  }
  if (upload.bytes === 0) {
    throw new MaskboardError("file_empty", `${upload.filename} is empty.`, {
      file: upload.filename,
    });
  }
  const { artifactMiB } = row.limits;
  if (upload.bytes > artifactMiB * 2 ** 20) {
    const size = (upload.bytes / 2 ** 20).toFixed(1);
    throw new MaskboardError(
      "file_too_large",
      `${upload.filename} has ${size} MiB; this challenge takes at most ${artifactMiB} MiB.`,
      { file: upload.filename, value: upload.bytes, limit: artifactMiB * 2 ** 20 },
    );
  }
}

async function lockTeamOf(tx: Executor, challengeId: string, userId: string): Promise<string> {
  const membership = () =>
    tx
      .select({ teamId: teamMember.teamId })
      .from(teamMember)
      .where(and(eq(teamMember.challengeId, challengeId), eq(teamMember.userId, userId)));
  let [before] = await membership();
  while (before) {
    const [locked] = await tx
      .select()
      .from(team)
      .where(eq(team.id, before.teamId))
      .for("no key update");
    // Whoever changes members locks the team too: asked again, the answer holds. A merge may have
    // moved the person to another team meanwhile.
    const [after] = await membership();
    if (locked && after?.teamId === before.teamId) {
      refuseDisqualified(locked);
      return after.teamId;
    }
    before = after;
  }
  throw new MaskboardError("no_team", "You are in no team of this challenge.");
}

async function checkLimits(
  tx: Executor,
  row: ChallengeRow,
  teamId: string,
  userId: string,
  now: Date,
): Promise<void> {
  const usage = await usageOf(tx, { teamId, challengeId: row.id, userId }, now);
  const { perDay, total, invalidPerDay } = row.limits;
  const resetsAt = new Date(startOfUtcDay(now).getTime() + 86_400_000).toISOString();
  if (usage.total >= total) {
    throw new MaskboardError("total_limit", `All ${total} submissions are used.`, {
      limit: total,
      used: usage.total,
    });
  }
  if (usage.today >= perDay) {
    throw new MaskboardError("daily_limit", `All ${perDay} submissions of today are used.`, {
      limit: perDay,
      used: usage.today,
      resetsAt,
    });
  }
  if (usage.invalidToday >= invalidPerDay) {
    throw new MaskboardError(
      "invalid_limit",
      `${usage.invalidToday} files of today were invalid; ${invalidPerDay} a day are taken.`,
      { limit: invalidPerDay, used: usage.invalidToday, resetsAt },
    );
  }
}

/**
 * The file is whole and stored: the submission and its job go into the queue in one transaction.
 * It counts even if the deadline has passed since the upload began. A second call changes nothing.
 */
export async function finishUpload(
  db: Db,
  queue: Queue,
  submissionId: string,
  file: { sha256: string; bytes: number; artifactKey: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockSubmission(tx, submissionId);
    if (row.sha256 === file.sha256) return;
    // An organizer was quicker: whoever uploads hears it as it is.
    if (row.state === "failed" && row.error) {
      throw new MaskboardError(row.error.code, row.error.message, row.error.details);
    }
    const uploaded = await move(tx, row, "uploaded", { set: file });
    const [target] = await tx
      .select({ splitVersionId: challenge.activeSplitVersionId })
      .from(challenge)
      .where(eq(challenge.id, row.challengeId));
    await queueForScoring(tx, queue, uploaded, target!.splitVersionId!);
  });
}

/** Moves a locked submission into the queue together with its job. */
export async function queueForScoring(
  tx: Executor,
  queue: Queue,
  row: typeof submission.$inferSelect,
  splitVersionId: string,
  text?: string,
): Promise<void> {
  await move(tx, row, "queued", {
    ...(text ? { text } : {}),
    set: { queuedAt: new Date(), finishedAt: null, error: null },
  });
  const data = { submissionId: row.id, splitVersionId };
  await enqueue(queue, tx, scoreJob, data, `${row.id}:${splitVersionId}`);
}

/** Forgets an upload that was not finished; its place becomes free. */
export async function cancelUpload(db: Db, submissionId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockSubmission(tx, submissionId);
    if (row.state !== "uploading") {
      throw new MaskboardError(
        "wrong_state",
        "Only an upload that is not finished can be cancelled.",
      );
    }
    await tx.delete(submission).where(eq(submission.id, submissionId));
    await notifySubmission(tx, row);
  });
}

/** Forgets uploads that were not finished in time. @returns their ids */
export async function expireStaleUploads(db: Executor, now = new Date()): Promise<string[]> {
  const before = new Date(now.getTime() - UPLOAD_HOURS * 3_600_000);
  const gone = await db
    .delete(submission)
    .where(and(eq(submission.state, "uploading"), lt(submission.createdAt, before)))
    .returning({ id: submission.id });
  return gone.map((row) => row.id);
}
