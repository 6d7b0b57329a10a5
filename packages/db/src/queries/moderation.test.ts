import { MaskboardError } from "@maskboard/contracts";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Queue } from "../queue/index.ts";
import { auditLog, score, submission, team, teamMember } from "../schema/index.ts";
import {
  createTestChallenge,
  createTestDatabaseWithQueue,
  createTestTeam,
  createUser,
  submitScored,
  type TestDatabaseWithQueue,
  uploadTestFile,
} from "../testing/index.ts";
import { markInvalid, startAttempt } from "./attempts.ts";
import { type AuditActor, SYSTEM } from "./audit.ts";
import { listAudit } from "./audit-log.ts";
import { publicBoardRows } from "./board.ts";
import { getChallenge } from "./challenge-access.ts";
import { cancelSubmission, retrySubmission } from "./interventions.ts";
import { allowedByToday, mergeTeams, previewMerge } from "./merge.ts";
import { judge } from "./moderation.ts";
import { listEvents, setFinal } from "./submissions.ts";
import { findTeamOf, joinTeam, removeMember } from "./teams.ts";
import { beginUpload, finishUpload } from "./uploads.ts";
import { usageOf } from "./usage.ts";

let database: TestDatabaseWithQueue;
let queue: Queue;
let actor: AuditActor;
beforeAll(async () => {
  database = await createTestDatabaseWithQueue();
  queue = database.queue;
  const { id, name } = await createUser(database.db, "olga");
  actor = { id, name, via: "web" };
});
afterAll(() => database.drop());

async function setUp(limits: Record<string, number> = {}) {
  const { db } = database;
  const challenge = await createTestChallenge(db);
  if (Object.keys(limits).length > 0) {
    await db.$client.query("update challenge set limits = limits || $1 where id = $2", [
      JSON.stringify(limits),
      challenge.challengeId,
    ]);
  }
  const [owls, larks] = [
    await createTestTeam(db, challenge.challengeId, "owls"),
    await createTestTeam(db, challenge.challengeId, "larks"),
  ];
  const board = async () => {
    const { challenge: row } = await getChallenge(db, challenge.slug, null);
    return (await publicBoardRows(db, row)).map((entry) => entry.team).sort();
  };
  const { challengeId } = challenge;
  const merge = { challengeId, from: larks.team.id, into: owls.team.id };
  return { db, challenge, challengeId, owls, larks, board, merge };
}

const rowOf = async (id: string) =>
  (await database.db.select().from(submission).where(eq(submission.id, id)))[0]!;

describe("disqualifying", () => {
  test("takes a team off the board and keeps it from uploading, joining and leaving; restoring undoes it", async () => {
    const { db, challenge, challengeId, owls, larks, board } = await setUp();
    await submitScored(db, queue, challenge, owls.captain, 0.5);
    await submitScored(db, queue, challenge, larks.captain, 0.6);
    const subject = { team: larks.team.id };
    await judge(db, { challengeId, subject, reason: "two accounts" }, actor);
    expect(await board()).toEqual(["owls"]);
    const file = { actor: larks.captain, lane: "masks" as const, filename: "m.zip", bytes: 1 };
    const refused = { code: "team_disqualified", message: expect.stringContaining("two accounts") };
    await expect(beginUpload(db, { slug: challenge.slug, ...file })).rejects.toMatchObject(refused);
    const other = await createUser(db, "other");
    await expect(joinTeam(db, larks.team.inviteToken, other.id)).rejects.toMatchObject(refused);
    const leave = removeMember(db, larks.team.id, larks.captain.id);
    await expect(leave).rejects.toMatchObject(refused);
    await judge(db, { challengeId, subject, reason: null }, actor);
    expect(await board()).toEqual(["larks", "owls"]);
    await beginUpload(db, { slug: challenge.slug, ...file });
  });

  test("takes one submission off the board, says why on its page and leaves the quota alone", async () => {
    const { db, challenge, challengeId, owls } = await setUp();
    const better = await submitScored(db, queue, challenge, owls.captain, 0.9);
    await submitScored(db, queue, challenge, owls.captain, 0.4);
    const where = { teamId: owls.team.id, challengeId };
    const best = async () => {
      const { challenge: row } = await getChallenge(db, challenge.slug, null);
      return (await publicBoardRows(db, row))[0]?.meanIou;
    };
    expect(await best()).toBe(0.9);
    await judge(db, { challengeId, subject: { submission: better }, reason: "hand labels" }, actor);
    expect(await best()).toBe(0.4);
    expect((await listEvents(db, better)).at(-1)?.text).toContain("hand labels");
    expect((await usageOf(db, where, new Date())).total).toBe(2);
    await judge(db, { challengeId, subject: { submission: better }, reason: null }, actor);
    expect(await best()).toBe(0.9);
  });

  test("reaches nothing of another challenge", async () => {
    const [here, there] = [await setUp(), await setUp()];
    const { db, challengeId } = here;
    const theirs = await submitScored(db, queue, there.challenge, there.owls.captain, 0.5);
    for (const subject of [{ team: there.owls.team.id }, { submission: theirs }]) {
      await expect(judge(db, { challengeId, subject, reason: "no" }, actor)).rejects.toMatchObject({
        code: "not_found",
      });
    }
    for (const act of [
      () => retrySubmission(db, queue, { submissionId: theirs, challengeId }, actor),
      () => cancelSubmission(db, { submissionId: theirs, challengeId }, actor),
      () =>
        mergeTeams(db, { challengeId, from: there.owls.team.id, into: here.owls.team.id }, actor),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("cancelling and queueing anew", () => {
  const jobs = async (id: string) =>
    (
      await database.db.$client.query(
        "select 1 from pgboss.job where data->>'submissionId' = $1 and state < 'completed'",
        [id],
      )
    ).rows.length;

  test.each(["uploading", "queued", "checking"])("of one that is %s", async (state) => {
    const { db, challenge, challengeId, owls } = await setUp();
    const { captain } = owls;
    const file = { lane: "masks" as const, filename: "m.zip", bytes: 1_000 };
    const id =
      state === "uploading"
        ? (await beginUpload(db, { ...file, slug: challenge.slug, actor: captain })).submissionId
        : await uploadTestFile(db, queue, challenge, captain);
    if (state === "checking") await startAttempt(db, id, "ada");
    await cancelSubmission(db, { submissionId: id, challengeId }, actor, "Not this one.");
    expect(await rowOf(id)).toMatchObject({ state: "failed", error: { code: "cancelled" } });
    expect(await jobs(id)).toBe(0);
    const usage = await usageOf(db, { teamId: owls.team.id, challengeId }, new Date());
    expect(usage).toEqual({ today: 0, total: 0, invalidToday: 0 });
    const again = retrySubmission(db, queue, { submissionId: id, challengeId }, actor);
    if (state === "uploading") {
      await expect(again).rejects.toMatchObject({ code: "wrong_state" });
      // The bytes that come too late do not bring it back.
      const late = { sha256: "a".repeat(64), bytes: 1_000, artifactKey: "late" };
      await expect(finishUpload(db, queue, id, late)).rejects.toMatchObject({ code: "cancelled" });
    } else {
      await again;
      expect(await rowOf(id)).toMatchObject({ state: "queued", error: null });
      expect(await jobs(id)).toBe(1);
    }
  });

  test("of what is decided: queued anew from any state, cancelled from none", async () => {
    const { db, challenge, owls } = await setUp();
    const { captain } = owls;
    const scored = await submitScored(db, queue, challenge, captain, 0.5);
    const invalid = await uploadTestFile(db, queue, challenge, captain);
    await startAttempt(db, invalid);
    await markInvalid(db, invalid, new MaskboardError("mask_rgb", "Colours.").toJSON());
    for (const submissionId of [scored, invalid]) {
      await expect(cancelSubmission(db, { submissionId }, actor)).rejects.toMatchObject({
        code: "wrong_state",
      });
      await retrySubmission(db, queue, { submissionId }, actor);
      // Once more: one job, not two.
      await retrySubmission(db, queue, { submissionId }, actor);
      expect((await rowOf(submissionId)).state).toBe("queued");
      expect(await jobs(submissionId)).toBe(1);
    }
    await cancelSubmission(db, { submissionId: scored }, actor);
    expect((await rowOf(scored)).state).toBe("scored");
  });
});

describe("merging teams", () => {
  test("allows what one team could have made by today", () => {
    const at = (text: string) => new Date(text);
    const start = at("2026-03-01T23:30:00Z");
    const rules = { perDay: 5, total: 12 };
    expect(allowedByToday(rules, start, at("2026-03-01T23:59:59Z"))).toEqual({
      days: 1,
      allowed: 5,
    });
    // The second UTC day began half an hour after the start.
    expect(allowedByToday(rules, start, at("2026-03-02T00:00:00Z")).allowed).toBe(10);
    expect(allowedByToday(rules, start, at("2026-03-09T12:00:00Z"))).toEqual({
      days: 9,
      allowed: 12,
    });
  });

  test("moves members, submissions and scores, and unsets finals that are too many", async () => {
    const { db, challenge, challengeId, owls, larks, board, merge } = await setUp({ finals: 2 });
    const ids: string[] = [];
    for (const [who, value] of [
      [owls, 0.3],
      [owls, 0.5],
      [larks, 0.8],
      [larks, 0.2],
    ] as const) {
      const id = await submitScored(db, queue, challenge, who.captain, value);
      await setFinal(db, id, true);
      ids.push(id);
    }
    const preview = await previewMerge(db, merge);
    expect(preview).toMatchObject({ members: 2, submissions: 4, refusal: null });
    expect(await board()).toEqual(["larks", "owls"]);

    await mergeTeams(db, merge, actor);
    expect(await board()).toEqual(["owls"]);
    const rows = await db.select().from(submission).where(eq(submission.teamId, owls.team.id));
    expect(rows).toHaveLength(4);
    expect(
      rows
        .filter((row) => row.final)
        .map((row) => row.id)
        .sort(),
    ).toEqual([ids[1]!, ids[2]!].sort());
    expect((await listEvents(db, ids[3]!)).at(-1)?.text).toContain("Not a final");
    expect(await db.select().from(score).where(eq(score.teamId, larks.team.id))).toEqual([]);
    const members = await db.select().from(teamMember).where(eq(teamMember.teamId, owls.team.id));
    expect(members.filter((member) => member.captain)).toHaveLength(1);
    expect((await findTeamOf(db, challengeId, larks.captain.id))?.team.id).toBe(owls.team.id);
    const [gone] = await db.select().from(team).where(eq(team.id, larks.team.id));
    expect(gone!.mergedIntoId).toBe(owls.team.id);
    await expect(
      joinTeam(db, larks.team.inviteToken, (await createUser(db, "late")).id),
    ).rejects.toMatchObject({ code: "invite_invalid" });
    await expect(mergeTeams(db, merge, actor)).rejects.toMatchObject({ code: "wrong_state" });
  });

  test.each([
    ["too many people", { teamSize: 1 }, "team_full"],
    ["more submissions than one team could have made", { perDay: 1 }, "merge_limit"],
    ["more than the limit in all", { total: 1 }, "merge_limit"],
  ])("is refused for %s", async (_, limits, code) => {
    const { db, challenge, owls, larks, merge } = await setUp(limits);
    await submitScored(db, queue, challenge, owls.captain, 0.3);
    await submitScored(db, queue, challenge, larks.captain, 0.4);
    expect((await previewMerge(db, merge)).refusal).toMatchObject({ code });
    await expect(mergeTeams(db, merge, actor)).rejects.toMatchObject({ code });
  });

  test("an upload that begins meanwhile belongs to the merged team, within its limits", async () => {
    const { db, challenge, owls, larks, merge } = await setUp();
    const file = { lane: "masks" as const, filename: "m.zip", bytes: 1, slug: challenge.slug };
    const uploads = Array.from({ length: 5 }, () =>
      beginUpload(db, { ...file, actor: larks.captain }),
    );
    await Promise.all([...uploads, mergeTeams(db, merge, actor)]);
    const rows = await db.select().from(submission).where(eq(submission.teamId, owls.team.id));
    expect(rows).toHaveLength(5);
  });
});

describe("the audit log", () => {
  test("tells who did what to whom, filtered and page by page", async () => {
    const { db, challenge, challengeId, owls, larks } = await setUp();
    const id = await submitScored(db, queue, challenge, owls.captain, 0.5);
    await judge(db, { challengeId, subject: { submission: id }, reason: "by hand" }, actor);
    await judge(db, { challengeId, subject: { team: larks.team.id }, reason: "banned" }, SYSTEM);
    await judge(db, { challengeId, subject: { team: larks.team.id }, reason: null }, actor);
    const list = async (filter: Partial<Parameters<typeof listAudit>[1]> = {}) =>
      (await listAudit(db, { challengeId, limit: 10, ...filter })).map(({ entry }) => entry);
    const all = await list();
    expect(all.map(({ action, actorName }) => [action, actorName])).toEqual([
      ["team.restore", "olga"],
      ["team.disqualify", "Maskboard"],
      ["submission.disqualify", "olga"],
    ]);
    expect(all[1]).toMatchObject({
      reason: "banned",
      before: { disqualified: null },
      after: { disqualified: "banned" },
      subject: { kind: "team", name: "larks" },
    });
    expect(await list({ actor: "OLG" })).toHaveLength(2);
    expect(await list({ actor: actor.id! })).toHaveLength(2);
    expect(await list({ action: "team.disqualify" })).toEqual([all[1]]);
    expect(await list({ subject: "lark" })).toHaveLength(2);
    expect(await list({ subject: id })).toEqual([all[2]]);
    expect(await list({ since: new Date(Date.now() + 1_000) })).toEqual([]);
    expect(await list({ before: all[0]!.id, limit: 1 })).toEqual([all[1]]);
    expect(await list({ subject: "%" })).toEqual([]);
  });

  test("is append-only, whoever asks", async () => {
    const { db } = database;
    for (const statement of [
      db.update(auditLog).set({ actorName: "nobody" }),
      db.delete(auditLog),
    ]) {
      await expect(statement).rejects.toMatchObject({
        cause: expect.objectContaining({ message: expect.stringContaining("append-only") }),
      });
    }
    await expect(db.$client.query("truncate audit_log")).rejects.toThrow("append-only");
  });
});
