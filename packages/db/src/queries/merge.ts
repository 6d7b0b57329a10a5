import { randomBytes } from "node:crypto";
import {
  type ErrorBody,
  type ErrorCode,
  MaskboardError,
  type MergeResult,
} from "@maskboard/contracts";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { challenge, score, submission, team, teamMember } from "../schema/index.ts";
import { type AuditActor, audit } from "./audit.ts";
import { withPhase } from "./challenge-access.ts";
import { bumpBoard } from "./challenges.ts";
import { applyLadder } from "./ladder.ts";
import { lockChallenge } from "./lock-challenge.ts";
import { recordEvent } from "./move.ts";
import { startOfUtcDay, usageOf } from "./usage.ts";

/** Two teams of a challenge: `from` is to become part of `into`. */
export interface Merge {
  readonly challengeId: string;
  readonly from: string;
  readonly into: string;
}

const DAY_MS = 86_400_000;

/**
 * How many submissions a single team could have made: the limit of each UTC day since the start,
 * today included, and at most the limit in all (Kaggle's rule for team mergers).
 */
export function allowedByToday(
  limits: { perDay: number; total: number },
  start: Date,
  now: Date,
): { days: number; allowed: number } {
  const passed = startOfUtcDay(now).getTime() - startOfUtcDay(start).getTime();
  const days = Math.max(1, Math.floor(passed / DAY_MS) + 1);
  return { days, allowed: Math.min(limits.total, limits.perDay * days) };
}

/**
 * Makes one team of two: members, submissions and scores move, `from` is no team any more.
 * @throws MaskboardError what `previewMerge` gives as its refusal; `not_found`
 */
export async function mergeTeams(db: Db, merge: Merge, actor: AuditActor): Promise<MergeResult> {
  return db.transaction((tx) => mergeIn(tx, merge, actor));
}

/** The same in a transaction of the caller's, who may want to see what it would do. */
export async function mergeIn(tx: Executor, merge: Merge, actor: AuditActor): Promise<MergeResult> {
  const { challengeId, from, into } = merge;
  await tx
    .select({ id: submission.id })
    .from(submission)
    .where(inArray(submission.teamId, [from, into]))
    .orderBy(asc(submission.id))
    .for("no key update");
  const result = await previewMerge(tx, merge, { lock: true });
  if (result.refusal) {
    const { code, message, details } = result.refusal;
    throw new MaskboardError(code, message, details);
  }
  // Scores come after the challenge.
  await lockChallenge(tx, challengeId);
  for (const { id } of result.finalsUnset) {
    const [row] = await tx
      .update(submission)
      .set({ final: false })
      .where(eq(submission.id, id))
      .returning();
    await recordEvent(
      tx,
      row!,
      "Not a final submission any more: the merged team had too many. Choose again if you like.",
    );
  }
  await tx
    .update(teamMember)
    .set({ teamId: into, captain: false })
    .where(eq(teamMember.teamId, from));
  await tx.update(submission).set({ teamId: into }).where(eq(submission.teamId, from));
  await tx.update(score).set({ teamId: into }).where(eq(score.teamId, from));
  await tx
    .update(team)
    .set({ mergedIntoId: into, inviteToken: randomBytes(15).toString("base64url") })
    .where(eq(team.id, from));
  await audit(tx, {
    actor,
    action: "team.merge",
    challengeId,
    subject: { kind: "team", id: from, name: result.from },
    before: { team: result.from },
    after: {
      team: result.into,
      teamId: into,
      members: result.members,
      submissions: result.submissions,
      finalsUnset: result.finalsUnset.map(({ id }) => id),
    },
  });
  await bumpBoard(tx, challengeId);
  await applyLadder(tx, challengeId, [into]);
  return result;
}

/**
 * What a merge would do, and what speaks against it.
 * @throws MaskboardError `not_found`
 */
export async function previewMerge(
  tx: Executor,
  { challengeId, from, into }: Merge,
  { lock = false, now = new Date() }: { lock?: boolean; now?: Date } = {},
): Promise<MergeResult> {
  const [stored] = await tx.select().from(challenge).where(eq(challenge.id, challengeId));
  const where = and(inArray(team.id, [from, into]), eq(team.challengeId, challengeId));
  const query = tx.select().from(team).where(where).orderBy(asc(team.id));
  const teams = await (lock ? query.for("no key update") : query);
  const [source, target] = [from, into].map((id) => teams.find((row) => row.id === id));
  if (!stored || !source || !target || from === into) {
    throw new MaskboardError("not_found", "Name two teams of this challenge.");
  }
  const rules = withPhase(stored);
  const { limits } = rules;
  const members = await tx
    .select({ userId: teamMember.userId })
    .from(teamMember)
    .where(inArray(teamMember.teamId, [from, into]));
  const used = await usageOf(tx, { teamId: from, challengeId }, now);
  const submissions = used.total + (await usageOf(tx, { teamId: into, challengeId }, now)).total;
  const { days, allowed } = allowedByToday(limits, rules.startsAt ?? rules.createdAt, now);
  const facts = { members: members.length, submissions, allowed, days };
  return {
    ...facts,
    from: source.name,
    into: target.name,
    teamSize: limits.teamSize,
    finalsUnset: await finalsBeyond(tx, [from, into], limits.finals, rules.activeSplitVersionId),
    refusal: refusalOf([source, target], facts, rules),
  };
}

function refusalOf(
  teams: (typeof team.$inferSelect)[],
  facts: Pick<MergeResult, "members" | "submissions" | "allowed" | "days">,
  { phase, limits }: ReturnType<typeof withPhase>,
): ErrorBody | null {
  const { members, submissions, allowed, days } = facts;
  const gone = teams.find((row) => row.mergedIntoId !== null);
  if (gone) return body("wrong_state", `${gone.name} is part of another team already.`);
  const house = teams.find((row) => row.house);
  if (house) return body("wrong_state", `${house.name} is a team of the organizers.`);
  const out = teams.find((row) => row.disqualifiedAt !== null);
  if (out) return body("team_disqualified", `${out.name} is disqualified; restore it first.`);
  if (phase === "revealed") {
    return body("challenge_closed", "The ranking is final since the reveal.");
  }
  if (members > limits.teamSize) {
    const text = `Together they have ${members} members; a team has at most ${limits.teamSize}.`;
    return body("team_full", text, { limit: limits.teamSize, used: members });
  }
  if (submissions > allowed) {
    const text = `Together they made ${submissions} submissions; one team could have made at most ${allowed} in ${days} ${days === 1 ? "day" : "days"}.`;
    return body("merge_limit", text, { limit: allowed, used: submissions });
  }
  return null;
}

const body = (code: ErrorCode, message: string, details = {}): ErrorBody =>
  new MaskboardError(code, message, details).toJSON();

/** Finals that are too many, all but the ones with the best public scores. */
async function finalsBeyond(
  tx: Executor,
  teamIds: string[],
  limit: number,
  splitVersionId: string | null,
) {
  const finals = await tx
    .select({ id: submission.id, filename: submission.filename })
    .from(submission)
    .leftJoin(
      score,
      and(
        eq(score.submissionId, submission.id),
        sql`${score.splitVersionId} = ${splitVersionId}`,
        eq(score.current, true),
      ),
    )
    .where(and(inArray(submission.teamId, teamIds), eq(submission.final, true)))
    .orderBy(sql`${score.meanIou} desc nulls last`, desc(submission.createdAt));
  return finals.slice(limit);
}
