import { limitsSchema, MaskboardError } from "@maskboard/contracts";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Queue } from "../queue/index.ts";
import { submission, teamMember } from "../schema/index.ts";
import {
  createTestChallenge,
  createTestDatabaseWithQueue,
  createTestTeam,
  createUser,
  type TestDatabaseWithQueue,
  uploadTestFile,
} from "../testing/index.ts";
import { markInvalid, startAttempt } from "./attempts.ts";
import { listEvents } from "./submissions.ts";
import { createTeam } from "./teams.ts";
import { beginUpload, cancelUpload, expireStaleUploads, finishUpload } from "./uploads.ts";

let database: TestDatabaseWithQueue;
let queue: Queue;
beforeAll(async () => {
  database = await createTestDatabaseWithQueue();
  queue = database.queue;
});
afterAll(() => database.drop());

const DAY = 86_400_000;
const upload = (slug: string, actor: { id: string; admin: boolean }, change = {}) =>
  beginUpload(database.db, {
    slug,
    actor,
    lane: "masks" as const,
    filename: "m.zip",
    bytes: 10,
    ...change,
  });
const invalid = () => new MaskboardError("masks_missing", "2 masks are missing.").toJSON();

test("of 50 uploads at once exactly as many begin as the day allows", async () => {
  const { db } = database;
  const challenge = await createTestChallenge(db);
  const { captain } = await createTestTeam(db, challenge.challengeId, "busy");
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () => upload(challenge.slug, captain)),
  );
  const refused = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason] : [],
  );
  expect(refused).toHaveLength(40);
  for (const error of refused) {
    expect(error).toMatchObject({ code: "daily_limit", details: { limit: 10, used: 10 } });
  }
  const rows = await db
    .select()
    .from(submission)
    .where(eq(submission.challengeId, challenge.challengeId));
  expect(rows).toHaveLength(10);
});

test("a finished upload and its job are one transaction, and a second finish changes nothing", async () => {
  const { db } = database;
  const challenge = await createTestChallenge(db);
  const { captain } = await createTestTeam(db, challenge.challengeId, "one");
  const id = await uploadTestFile(db, queue, challenge, captain);
  const jobs = () =>
    db.execute(
      sql`select 1 from pgboss.job where name = 'score' and data->>'submissionId' = ${id}`,
    );
  expect((await jobs()).rows).toHaveLength(1);
  const sha256 = id.replaceAll("-", "").padEnd(64, "0");
  await finishUpload(db, queue, id, { sha256, bytes: 1_000, artifactKey: "other" });
  expect((await jobs()).rows).toHaveLength(1);
  const states = (await listEvents(db, id)).map((event) => event.state);
  expect(states).toEqual(["uploading", "uploaded", "queued"]);
});

describe("limits", () => {
  test("invalid submissions are not charged but have a limit of their own", async () => {
    const { db } = database;
    const limits = limitsSchema.parse({ perDay: 1, invalidPerDay: 2 });
    const challenge = await createTestChallenge(db, { limits });
    const { captain } = await createTestTeam(db, challenge.challengeId, "wrong");
    for (let i = 0; i < 2; i++) {
      const id = await uploadTestFile(db, queue, challenge, captain);
      await startAttempt(db, id);
      await markInvalid(db, id, invalid());
    }
    await expect(upload(challenge.slug, captain)).rejects.toMatchObject({ code: "invalid_limit" });
    const tomorrow = new Date(Date.now() + DAY);
    await expect(upload(challenge.slug, captain, { now: tomorrow })).resolves.toBeDefined();
  });

  test("the total counts all days, and changing teams brings no fresh allowance", async () => {
    const { db } = database;
    const limits = limitsSchema.parse({ perDay: 2, total: 2 });
    const challenge = await createTestChallenge(db, { limits });
    const { captain } = await createTestTeam(db, challenge.challengeId, "first");
    await upload(challenge.slug, captain, { now: new Date(Date.now() - 3_600_000) });
    await upload(challenge.slug, captain);
    await expect(upload(challenge.slug, captain)).rejects.toMatchObject({ code: "total_limit" });
    await db.delete(teamMember).where(eq(teamMember.userId, captain.id));
    const { challengeId } = challenge;
    await createTeam(db, { challengeId, userId: captain.id, name: "second" });
    await expect(upload(challenge.slug, captain)).rejects.toMatchObject({ code: "total_limit" });
  });

  test("a cancelled upload frees its place; one that never ends does after a day", async () => {
    const { db } = database;
    const limits = limitsSchema.parse({ total: 1 });
    const challenge = await createTestChallenge(db, { limits });
    const { captain } = await createTestTeam(db, challenge.challengeId, "slow");
    const first = await upload(challenge.slug, captain);
    await expect(upload(challenge.slug, captain)).rejects.toMatchObject({ code: "total_limit" });
    await cancelUpload(db, first.submissionId);
    const stale = await upload(challenge.slug, captain, {
      now: new Date(Date.now() - DAY - 1_000),
    });
    const next = await upload(challenge.slug, captain);
    expect(await expireStaleUploads(db)).toEqual([stale.submissionId]);
    await finishUpload(db, queue, next.submissionId, { sha256: "a", bytes: 1, artifactKey: "k" });
    await expect(cancelUpload(db, next.submissionId)).rejects.toMatchObject({
      code: "wrong_state",
    });
  });
});

describe("refused before a byte is sent", () => {
  const cases = [
    ["not_started", { startsAt: new Date(Date.now() + DAY) }, {}],
    ["deadline_passed", { endsAt: new Date(Date.now() - 1_000) }, {}],
    ["challenge_closed", { status: "closed" }, {}],
    ["challenge_closed", { revealedAt: new Date() }, {}],
    ["lane_closed", {}, { lane: "model" }],
    ["file_empty", {}, { bytes: 0 }],
    ["file_too_large", {}, { bytes: 1_024 * 2 ** 20 + 1 }],
    ["not_found", { status: "draft" }, {}],
  ] as const;
  test.each(cases)("%s", async (code, challengeChange, uploadChange) => {
    const { db } = database;
    const challenge = await createTestChallenge(db, challengeChange);
    const { captain } = await createTestTeam(db, challenge.challengeId, "early");
    await expect(upload(challenge.slug, captain, uploadChange)).rejects.toMatchObject({ code });
  });

  test("no_team", async () => {
    const challenge = await createTestChallenge(database.db);
    const visitor = await createUser(database.db, "alone");
    await expect(upload(challenge.slug, visitor)).rejects.toMatchObject({ code: "no_team" });
  });
});

test("an upload that began before the deadline counts when it ends after it", async () => {
  const { db } = database;
  const challenge = await createTestChallenge(db, { endsAt: new Date(Date.now() - 1_000) });
  const { captain } = await createTestTeam(db, challenge.challengeId, "late");
  const begun = await upload(challenge.slug, captain, { now: new Date(Date.now() - 5_000) });
  const file = { sha256: "b", bytes: 1, artifactKey: "k" };
  await finishUpload(db, queue, begun.submissionId, file);
  const [row] = await db.select().from(submission).where(eq(submission.id, begun.submissionId));
  expect(row?.state).toBe("queued");
});
