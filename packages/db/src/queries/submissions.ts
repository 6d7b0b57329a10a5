import { MaskboardError, phaseOf } from "@maskboard/contracts";
import { and, asc, count, desc, eq, lt, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import {
  challenge,
  image,
  score,
  scoreImage,
  splitVersion,
  submission,
  submissionEvent,
  team,
  teamMember,
  user,
} from "../schema/index.ts";
import { type ChallengeAccess, getChallengeById } from "./challenge-access.ts";
import { bumpBoard } from "./challenges.ts";
import { lockSubmission, notifySubmission, type SubmissionRecord } from "./move.ts";
import type { Actor } from "./viewer.ts";

export interface SubmissionSummary {
  submission: SubmissionRecord;
  slug: string;
  team: string;
  /** Why the whole team does not count, if it does not. */
  teamDisqualified: string | null;
  by: string;
  /** Current public score on the active split version. */
  publicMeanIou: number | null;
  /** What the Ladder rule shows its team instead; `null` when nothing is held back. */
  shownMeanIou: number | null;
  scoreId: string | null;
}

const summaries = (db: Executor) =>
  db
    .select({
      submission,
      slug: challenge.slug,
      team: team.name,
      teamDisqualified: team.disqualifiedReason,
      by: sql<string>`coalesce(${user.name}, 'former member')`,
      publicMeanIou: score.meanIou,
      shownMeanIou: score.shownMeanIou,
      scoreId: score.id,
    })
    .from(submission)
    .innerJoin(challenge, eq(challenge.id, submission.challengeId))
    .innerJoin(team, eq(team.id, submission.teamId))
    .leftJoin(user, eq(user.id, submission.userId))
    .leftJoin(
      score,
      and(
        eq(score.submissionId, submission.id),
        eq(score.splitVersionId, challenge.activeSplitVersionId),
        score.current,
      ),
    );

/** Submissions of a team, newest first. */
export async function listTeamSubmissions(
  db: Executor,
  teamId: string,
  limit = 1_000,
): Promise<SubmissionSummary[]> {
  return summaries(db)
    .where(eq(submission.teamId, teamId))
    .orderBy(desc(submission.createdAt))
    .limit(limit);
}

/**
 * One submission for a member of its team, an organizer or an admin.
 * @throws MaskboardError `not_found` for everybody else too
 */
export async function getSubmission(
  db: Executor,
  id: string,
  actor: Actor,
): Promise<SubmissionSummary & { access: ChallengeAccess; member: boolean }> {
  const missing = new MaskboardError("not_found", "There is no such submission.");
  const [row] = await summaries(db).where(eq(submission.id, id));
  if (!row) throw missing;
  const access = await getChallengeById(db, row.submission.challengeId, actor);
  const member = await isMember(db, row.submission.teamId, actor.id);
  if (!member && !access.organizer) throw missing;
  return { ...row, access, member };
}

async function isMember(db: Executor, teamId: string, userId: string): Promise<boolean> {
  const found = await db
    .select({ userId: teamMember.userId })
    .from(teamMember)
    .where(and(eq(teamMember.teamId, teamId), eq(teamMember.userId, userId)));
  return found.length > 0;
}

/** What happened to a submission, oldest first. */
export async function listEvents(db: Executor, submissionId: string) {
  return db
    .select({
      state: submissionEvent.state,
      at: submissionEvent.createdAt,
      text: submissionEvent.text,
    })
    .from(submissionEvent)
    .where(eq(submissionEvent.submissionId, submissionId))
    .orderBy(asc(submissionEvent.id));
}

/** Submissions that wait and were queued before; `null` when it does not wait itself. */
export async function queuePosition(db: Executor, row: SubmissionRecord): Promise<number | null> {
  if (row.state !== "queued" || !row.queuedAt) return null;
  const [found] = await db
    .select({ before: count() })
    .from(submission)
    .where(and(eq(submission.state, "queued"), lt(submission.queuedAt, row.queuedAt)));
  return found?.before ?? 0;
}

/** A public score in full with its public images by stem. Nothing of the private split. */
export async function getPublicScore(db: Executor, scoreId: string) {
  const [row] = await db
    .select({ score, splitVersion: splitVersion.version })
    .from(score)
    .innerJoin(splitVersion, eq(splitVersion.id, score.splitVersionId))
    .where(eq(score.id, scoreId));
  if (!row) throw new MaskboardError("not_found", "There is no such score.");
  const images = await db
    .select({ imageId: image.id, stem: image.stem, meanIou: scoreImage.meanIou })
    .from(scoreImage)
    .innerJoin(image, eq(image.id, scoreImage.imageId))
    .where(and(eq(scoreImage.scoreId, scoreId), eq(scoreImage.split, "public")))
    .orderBy(asc(image.stem));
  return { ...row, images };
}

/** The caller has checked that the actor is of the team. */
export async function setNote(db: Db, submissionId: string, note: string): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockSubmission(tx, submissionId);
    await tx.update(submission).set({ note }).where(eq(submission.id, submissionId));
    await notifySubmission(tx, row);
  });
}

/**
 * Chooses or unchooses a final submission. The caller has checked that the actor is of the team.
 * @throws MaskboardError `not_scored`, `wrong_state` when it is late, `finals_limit`, `challenge_closed` after
 *   the reveal
 */
export async function setFinal(db: Db, submissionId: string, final: boolean): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockSubmission(tx, submissionId);
    await tx.select({ id: team.id }).from(team).where(eq(team.id, row.teamId)).for("no key update");
    const [rules] = await tx.select().from(challenge).where(eq(challenge.id, row.challengeId));
    if (phaseOf(rules!, new Date()) === "revealed") {
      throw new MaskboardError("challenge_closed", "Final submissions stand since the reveal.");
    }
    if (row.final === final) return;
    if (final) {
      if (row.state !== "scored") {
        throw new MaskboardError("not_scored", "This submission has no score yet.");
      }
      if (row.late) {
        throw new MaskboardError("wrong_state", "A late submission is outside the ranking.");
      }
      const [chosen] = await tx
        .select({ finals: count() })
        .from(submission)
        .where(and(eq(submission.teamId, row.teamId), eq(submission.final, true)));
      const limit = rules!.limits.finals;
      if (chosen!.finals >= limit) {
        throw new MaskboardError(
          "finals_limit",
          `A team may choose ${limit} final ${limit === 1 ? "submission" : "submissions"}.`,
          {
            limit,
            used: chosen!.finals,
          },
        );
      }
    }
    await tx.update(submission).set({ final }).where(eq(submission.id, submissionId));
    await notifySubmission(tx, row);
    await bumpBoard(tx, row.challengeId);
  });
}
