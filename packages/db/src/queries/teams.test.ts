import { limitsSchema } from "@maskboard/contracts";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { team as teamTable } from "../schema/index.ts";
import {
  createTestChallenge,
  createTestDatabase,
  createTestTeam,
  createUser,
  type TestDatabase,
} from "../testing/index.ts";
import {
  createTeam,
  findTeamOf,
  joinTeam,
  listMembers,
  previewInvite,
  removeMember,
  renameTeam,
  renewInvite,
  setCaptain,
} from "./teams.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("only as many join as the team may have, however many try at once", async () => {
  const { db } = database;
  const limits = limitsSchema.parse({ teamSize: 3 });
  const challenge = await createTestChallenge(db, { limits });
  const { team } = await createTestTeam(db, challenge.challengeId, "small");
  const users = await Promise.all(Array.from({ length: 8 }, (_, i) => createUser(db, `u${i}`)));
  const results = await Promise.allSettled(
    users.map((user) => joinTeam(db, team.inviteToken, user.id)),
  );
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused.map((result) => result.reason.code)).toEqual(Array(6).fill("team_full"));
  expect(await listMembers(db, team.id)).toHaveLength(3);
  expect((await previewInvite(db, team.inviteToken)).full).toBe(true);
});

test("one person is in one team, and names differ whatever their case", async () => {
  const { db } = database;
  const { challengeId } = await createTestChallenge(db);
  const { captain, team } = await createTestTeam(db, challengeId, "Ähre");
  const other = await createTestTeam(db, challengeId, "other");
  await expect(
    createTeam(db, { challengeId, userId: captain.id, name: "x" }),
  ).rejects.toMatchObject({ code: "already_in_team" });
  await expect(joinTeam(db, other.team.inviteToken, captain.id)).rejects.toMatchObject({
    code: "already_in_team",
  });
  await expect(renameTeam(db, other.team.id, "ÄHRE")).rejects.toMatchObject({
    code: "team_name_taken",
  });
  await renewInvite(db, team.id);
  await expect(previewInvite(db, team.inviteToken)).rejects.toMatchObject({
    code: "invite_invalid",
  });
});

test("the captain hands over before leaving; an empty team without submissions goes", async () => {
  const { db } = database;
  const { challengeId } = await createTestChallenge(db);
  const { captain, team } = await createTestTeam(db, challengeId, "crew");
  const mate = await createUser(db, "mate");
  await joinTeam(db, team.inviteToken, mate.id);
  await expect(removeMember(db, team.id, captain.id)).rejects.toMatchObject({
    code: "captain_must_stay",
  });
  await expect(setCaptain(db, team.id, "nobody")).rejects.toMatchObject({ code: "not_found" });
  expect((await findTeamOf(db, challengeId, captain.id))?.captain).toBe(true);
  await setCaptain(db, team.id, mate.id);
  await removeMember(db, team.id, captain.id);
  expect(await listMembers(db, team.id)).toEqual([
    { userId: mate.id, name: "mate", captain: true },
  ]);
  await removeMember(db, team.id, mate.id);
  expect(await db.select().from(teamTable).where(eq(teamTable.id, team.id))).toEqual([]);
});
