import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { auditLog, submission } from "../schema/index.ts";
import {
  createTestChallenge,
  createTestDatabaseWithQueue,
  createTestTeam,
  submitScored,
  type TestDatabaseWithQueue,
} from "../testing/index.ts";
import { listAnnouncements } from "./announcements.ts";
import { SYSTEM } from "./audit.ts";
import { publicBoardRows } from "./board.ts";
import { getChallenge } from "./challenge-access.ts";
import { lateRows } from "./late-board.ts";
import { changeSchedule } from "./phases.ts";
import { privateBoardRows, privateGrant } from "./private-scores.ts";
import type { TimetableChange } from "./schedule-rules.ts";
import { setFinal } from "./submissions.ts";
import { beginUpload, finishUpload } from "./uploads.ts";

let database: TestDatabaseWithQueue;
beforeAll(async () => {
  database = await createTestDatabaseWithQueue();
});
afterAll(() => database.drop());

const HOUR = 3_600_000;
const from = (base: Date, hours: number) => new Date(base.getTime() + hours * HOUR);

async function setUp(change: Parameters<typeof createTestChallenge>[1] = {}) {
  const { db, queue } = database;
  const challenge = await createTestChallenge(db, change);
  const { captain, team } = await createTestTeam(db, challenge.challengeId, "ours");
  const { challengeId, slug } = challenge;
  const schedule = (moved: TimetableChange, now = new Date()) =>
    changeSchedule(db, { challengeId, actor: SYSTEM, change: moved, now });
  const begin = (now: Date) =>
    beginUpload(db, {
      slug,
      actor: captain,
      lane: "masks",
      filename: "masks.zip",
      bytes: 1_000,
      now,
    });
  const actions = async () => {
    const rows = await db
      .select({ action: auditLog.action })
      .from(auditLog)
      .where(eq(auditLog.challengeId, challengeId))
      .orderBy(desc(auditLog.id));
    return rows.map(({ action }) => action);
  };
  return { db, queue, challenge, captain, team, challengeId, slug, schedule, begin, actions };
}

describe("an upload and the deadline, to the millisecond", () => {
  const endsAt = new Date("2030-10-27T01:00:00.000Z");
  const before = new Date(endsAt.getTime() - 1);
  const lateUntil = from(endsAt, 2);

  it("begun one before counts, whenever it is finished; begun at it is refused", async () => {
    const { db, queue, begin } = await setUp({ endsAt });
    const { submissionId } = await begin(before);
    await expect(begin(endsAt)).rejects.toMatchObject({ code: "deadline_passed" });
    const file = { sha256: "a".repeat(64), bytes: 1_000, artifactKey: "some/where.zip" };
    await finishUpload(db, queue, submissionId, file);
    const [row] = await db.select().from(submission).where(eq(submission.id, submissionId));
    expect(row).toMatchObject({ state: "queued", late: false });
  });

  it("is late from the deadline on, while the late lane is open", async () => {
    const { db, begin } = await setUp({ endsAt, lateUntil });
    const late = async (now: Date) => {
      const { submissionId } = await begin(now);
      const [row] = await db.select().from(submission).where(eq(submission.id, submissionId));
      return row!.late;
    };
    expect(await late(before)).toBe(false);
    expect(await late(endsAt)).toBe(true);
    expect(await late(new Date(lateUntil.getTime() - 1))).toBe(true);
    await expect(begin(lateUntil)).rejects.toMatchObject({ code: "deadline_passed" });
  });

  it("is late after a reveal, too, if the lane is still open", async () => {
    const { begin, schedule } = await setUp({ endsAt, lateUntil });
    await schedule({ revealedAt: from(endsAt, 1) });
    await expect(begin(from(endsAt, 1.5))).resolves.toBeDefined();
    await schedule({ lateUntil: null });
    await expect(begin(from(endsAt, 1.5))).rejects.toMatchObject({ code: "deadline_passed" });
  });
});

test("late submissions are in a list of their own, outside both boards, and never final", async () => {
  const { db, queue, challenge, captain, slug } = await setUp();
  await submitScored(db, queue, challenge, captain, 0.5);
  const id = await submitScored(db, queue, challenge, captain, 0.9);
  await db.update(submission).set({ late: true }).where(eq(submission.id, id));
  const access = await getChallenge(db, slug, { id: "someone", admin: true });
  const grant = privateGrant(access)!;
  expect(await publicBoardRows(db, access.challenge)).toMatchObject([
    { meanIou: 0.5, submissions: 1, history: [0.5] },
  ]);
  expect(await privateBoardRows(db, grant)).toMatchObject([{ meanIou: 0.45, submissions: 1 }]);
  expect(await lateRows(db, access.challenge)).toMatchObject([
    { team: "ours", submissionId: id, meanIou: 0.9, submissions: 1 },
  ]);
  await expect(setFinal(db, id, true)).rejects.toMatchObject({ code: "wrong_state" });
});

describe("moving the deadline", () => {
  it("on, with an announcement in the same step, lets late ones count that began before", async () => {
    const now = new Date();
    const { db, queue, challenge, captain, challengeId, actions } = await setUp({
      endsAt: from(now, -2),
      lateUntil: from(now, 24),
    });
    const id = await submitScored(db, queue, challenge, captain, 0.5);
    const late = async () =>
      (await db.select().from(submission).where(eq(submission.id, id)))[0]!.late;
    expect(await late()).toBe(true);
    await changeSchedule(db, {
      challengeId,
      actor: SYSTEM,
      change: { endsAt: from(now, 12) },
      announcement: { title: "Twelve more hours", body: "Use **them**.", bannerUntil: null },
    });
    expect(await late()).toBe(false);
    const where = { challengeId, site: false, withdrawn: false };
    expect(await listAnnouncements(db, where)).toMatchObject([{ title: "Twelve more hours" }]);
    expect((await actions()).slice(0, 2)).toEqual(["announcement.publish", "deadline.extend"]);
  });

  it("announces nothing when it is refused", async () => {
    const { db, challengeId, actions } = await setUp({ endsAt: from(new Date(), 2) });
    const announcement = { title: "Over", body: "", bannerUntil: null };
    const change = { endsAt: from(new Date(), -1) };
    await expect(
      changeSchedule(db, { challengeId, actor: SYSTEM, change, announcement }),
    ).rejects.toMatchObject({ code: "schedule", details: { field: "endsAt" } });
    const where = { challengeId, site: false, withdrawn: true };
    expect(await listAnnouncements(db, where)).toEqual([]);
    expect(await actions()).toEqual([]);
  });
});

describe("freeze and reveal", () => {
  it("leave a trace each, with what was before", async () => {
    const { db, schedule, actions, challengeId } = await setUp();
    const frozen = await schedule({ frozenAt: new Date() });
    expect(frozen.phase).toBe("frozen");
    expect((await schedule({ frozenAt: null })).phase).toBe("public");
    expect((await schedule({ frozenAt: from(new Date(), 1) })).phase).toBe("public");
    expect((await schedule({ revealedAt: new Date() })).phase).toBe("revealed");
    // Written at once, in the order of the instants; the planned freeze went with the reveal.
    expect((await actions()).toSorted()).toEqual(
      ["phase.freeze", "phase.unfreeze", "phase.plan", "phase.reveal", "phase.plan"].toSorted(),
    );
    const [last] = await db
      .select()
      .from(auditLog)
      .where(eq(auditLog.challengeId, challengeId))
      .orderBy(desc(auditLog.id))
      .limit(1);
    expect(last!.actorName).toBe("Maskboard");
  });

  it("a reveal stays, while a planned one can be moved and dropped", async () => {
    const { schedule } = await setUp();
    const now = new Date();
    await schedule({ revealedAt: from(now, 1) });
    await schedule({ revealedAt: from(now, 2) });
    await schedule({ revealedAt: null });
    await schedule({ revealedAt: new Date() });
    await expect(schedule({ revealedAt: null })).rejects.toMatchObject({
      code: "already_revealed",
    });
    await expect(schedule({ frozenAt: from(now, 1) })).rejects.toMatchObject({
      code: "already_revealed",
    });
  });

  it.each([
    ["a freeze after the reveal", { frozenAt: 3, revealedAt: 2 }],
    ["a reveal before the deadline", { endsAt: 3, revealedAt: 2 }],
    ["a late lane that ends before the deadline", { endsAt: 3, lateUntil: 2 }],
    ["a start after the deadline", { startsAt: 3, endsAt: 2 }],
    ["a freeze in the past", { frozenAt: -1 }],
    ["a late lane without anything to be late for", { lateUntil: 2 }],
  ])("refuses %s", async (_name, hours) => {
    const { schedule } = await setUp();
    const now = new Date();
    const change = Object.fromEntries(
      Object.entries(hours).map(([field, offset]) => [field, from(now, offset)]),
    );
    await expect(schedule(change, now)).rejects.toMatchObject({ code: "schedule" });
  });
});

test("a score published at the very instant of the freeze is not on the frozen board", async () => {
  const { db, queue, challenge, captain, slug, schedule } = await setUp();
  const instant = new Date(Date.now() - HOUR);
  const before = new Date(instant.getTime() - 1);
  await submitScored(db, queue, challenge, captain, 0.4, { at: before });
  await submitScored(db, queue, challenge, captain, 0.6, { at: instant });
  await schedule({ frozenAt: instant }, instant);
  const { challenge: row } = await getChallenge(db, slug, null);
  expect(row.phase).toBe("frozen");
  expect(await publicBoardRows(db, row)).toMatchObject([{ meanIou: 0.4, submissions: 1 }]);
});
