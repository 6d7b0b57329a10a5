import { randomBytes } from "node:crypto";
import { MaskboardError } from "@maskboard/contracts";
import { and, asc, count, desc, eq } from "drizzle-orm";
import type { Db, Executor } from "../client.ts";
import { isUniqueViolation } from "../postgres-errors.ts";
import { challenge, submission, team, teamMember, user } from "../schema/index.ts";
import { withPhase } from "./challenge-access.ts";
import { bumpBoard } from "./challenges.ts";
import { refuseDisqualified } from "./refuse-disqualified.ts";

export type TeamRow = typeof team.$inferSelect;

const newToken = (): string => randomBytes(15).toString("base64url");

/** The team that a user is in, if any. */
export async function findTeamOf(
  db: Executor,
  challengeId: string,
  userId: string,
): Promise<{ team: TeamRow; captain: boolean } | null> {
  const [row] = await db
    .select({ team, captain: teamMember.captain })
    .from(teamMember)
    .innerJoin(team, eq(team.id, teamMember.teamId))
    .where(and(eq(teamMember.challengeId, challengeId), eq(teamMember.userId, userId)));
  return row ?? null;
}

/** Members of a team, the captain first. */
export async function listMembers(db: Executor, teamId: string) {
  return db
    .select({ userId: user.id, name: user.name, captain: teamMember.captain })
    .from(teamMember)
    .innerJoin(user, eq(user.id, teamMember.userId))
    .where(eq(teamMember.teamId, teamId))
    .orderBy(desc(teamMember.captain), asc(teamMember.createdAt));
}

/**
 * Makes a team with its first member as captain.
 * @throws MaskboardError `team_name_taken`, `already_in_team`
 */
export async function createTeam(
  db: Db,
  input: { challengeId: string; userId: string; name: string; house?: boolean },
): Promise<TeamRow> {
  const { challengeId, userId, name, house = false } = input;
  return explained(name, () =>
    db.transaction(async (tx) => {
      const [row] = await tx
        .insert(team)
        .values({ challengeId, name, house, inviteToken: newToken() })
        .returning();
      await tx.insert(teamMember).values({ teamId: row!.id, challengeId, userId, captain: true });
      return row!;
    }),
  );
}

/** @throws MaskboardError `invite_invalid` */
export async function previewInvite(db: Executor, token: string) {
  const [row] = await db
    .select({ team, challenge })
    .from(team)
    .innerJoin(challenge, eq(challenge.id, team.challengeId))
    .where(eq(team.inviteToken, token));
  if (!row) throw new MaskboardError("invite_invalid", "This invite link is not valid any more.");
  const members = await listMembers(db, row.team.id);
  const known = { ...row, challenge: withPhase(row.challenge) };
  return { ...known, members, full: members.length >= row.challenge.limits.teamSize };
}

/** @throws MaskboardError `invite_invalid`, `team_full`, `already_in_team`, `team_disqualified` */
export async function joinTeam(db: Db, token: string, userId: string): Promise<TeamRow> {
  const { team: found } = await previewInvite(db, token);
  return explained(found.name, () =>
    db.transaction(async (tx) => {
      refuseDisqualified(await lockTeam(tx, found.id));
      // Asked again under the lock: the size, and whether the link still holds.
      const invite = await previewInvite(tx, token);
      const current = await findTeamOf(tx, found.challengeId, userId);
      if (current?.team.id === found.id) return found;
      if (!current && invite.full) {
        const limit = invite.challenge.limits.teamSize;
        throw new MaskboardError("team_full", `${found.name} has ${limit} members already.`, {
          limit,
        });
      }
      const { id: teamId, challengeId } = found;
      await tx.insert(teamMember).values({ teamId, challengeId, userId });
      return found;
    }),
  );
}

/**
 * Takes a member out of a team; a team that nobody is in and that sent nothing is removed.
 * @throws MaskboardError `not_found`, `captain_must_stay` while others are in the team,
 *   `team_disqualified`
 */
export async function removeMember(db: Db, teamId: string, userId: string): Promise<void> {
  await db.transaction(async (tx) => {
    refuseDisqualified(await lockTeam(tx, teamId));
    const members = await listMembers(tx, teamId);
    const member = members.find((one) => one.userId === userId);
    if (!member) throw new MaskboardError("not_found", "This person is not in the team.");
    if (member.captain && members.length > 1) {
      throw new MaskboardError("captain_must_stay", "The captain can't leave the others alone.");
    }
    await tx
      .delete(teamMember)
      .where(and(eq(teamMember.teamId, teamId), eq(teamMember.userId, userId)));
    if (members.length > 1) return;
    const [sent] = await tx
      .select({ submissions: count() })
      .from(submission)
      .where(eq(submission.teamId, teamId));
    if (sent!.submissions === 0) await tx.delete(team).where(eq(team.id, teamId));
  });
}

/** Makes another member the captain. @throws MaskboardError `not_found` */
export async function setCaptain(db: Db, teamId: string, userId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await lockTeam(tx, teamId);
    await tx.update(teamMember).set({ captain: false }).where(eq(teamMember.teamId, teamId));
    const changed = await tx
      .update(teamMember)
      .set({ captain: true })
      .where(and(eq(teamMember.teamId, teamId), eq(teamMember.userId, userId)))
      .returning({ userId: teamMember.userId });
    if (changed.length === 0) {
      throw new MaskboardError("not_found", "This person is not in the team.");
    }
  });
}

/** @throws MaskboardError `team_name_taken` */
export async function renameTeam(db: Db, teamId: string, name: string): Promise<void> {
  await explained(name, () =>
    db.transaction(async (tx) => {
      const [row] = await tx.update(team).set({ name }).where(eq(team.id, teamId)).returning();
      if (row) await bumpBoard(tx, row.challengeId);
    }),
  );
}

/** Makes the old invite link invalid. */
export async function renewInvite(db: Executor, teamId: string): Promise<TeamRow> {
  const set = { inviteToken: newToken() };
  const [row] = await db.update(team).set(set).where(eq(team.id, teamId)).returning();
  if (!row) throw new MaskboardError("not_found", "There is no such team.");
  return row;
}

/** @throws MaskboardError `not_found` */
async function lockTeam(tx: Executor, teamId: string): Promise<TeamRow> {
  const [row] = await tx.select().from(team).where(eq(team.id, teamId)).for("no key update");
  if (!row) throw new MaskboardError("not_found", "There is no such team.");
  return row;
}

async function explained<T>(name: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (isUniqueViolation(error, "team_name_unique")) {
      throw new MaskboardError("team_name_taken", `There is already a team "${name}".`);
    }
    if (isUniqueViolation(error, "team_member_one_team")) {
      throw new MaskboardError("already_in_team", "You are in a team of this challenge already.");
    }
    throw error;
  }
}
