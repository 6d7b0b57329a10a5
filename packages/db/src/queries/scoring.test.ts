import { MaskboardError, SCORER_VERSION } from "@maskboard/contracts";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Queue } from "../queue/index.ts";
import { challenge as challengeTable, score, scoreImage, submission } from "../schema/index.ts";
import {
  createTestChallenge,
  createTestDatabaseWithQueue,
  createTestTeam,
  scoreOf,
  submitScored,
  type TestDatabaseWithQueue,
  uploadTestFile,
} from "../testing/index.ts";
import {
  markFailed,
  markInvalid,
  markRetrying,
  setProgress,
  startAttempt,
  startScoring,
} from "./attempts.ts";
import { SYSTEM } from "./audit.ts";
import { retrySubmission } from "./interventions.ts";
import { publishScore, republishScore } from "./publish-score.ts";
import { getScoringInput } from "./scoring-input.ts";
import { getPublicScore, listEvents, queuePosition, setFinal } from "./submissions.ts";

let database: TestDatabaseWithQueue;
let queue: Queue;
beforeAll(async () => {
  database = await createTestDatabaseWithQueue();
  queue = database.queue;
});
afterAll(() => database.drop());

async function setUp(name: string) {
  const { db } = database;
  const challenge = await createTestChallenge(db);
  const { captain, team } = await createTestTeam(db, challenge.challengeId, name);
  return { db, challenge, captain, team };
}
const rowOf = async (id: string) =>
  (await database.db.select().from(submission).where(eq(submission.id, id)))[0]!;
const revisionOf = async (id: string) =>
  (await database.db.select().from(challengeTable).where(eq(challengeTable.id, id)))[0]!
    .boardRevision;

test("two scorers that publish at once make exactly one score", async () => {
  const { db, challenge, captain } = await setUp("twice");
  const id = await uploadTestFile(db, queue, challenge, captain);
  await startAttempt(db, id);
  await startScoring(db, id, { notices: [], total: 4 });
  const published = await Promise.all([
    publishScore(db, scoreOf(challenge, id, 0.5)),
    publishScore(db, scoreOf(challenge, id, 0.5)),
  ]);
  expect(published.map((one) => one.created).sort()).toEqual([false, true]);
  expect(published[0]!.scoreId).toBe(published[1]!.scoreId);
  expect(await db.select().from(score).where(eq(score.submissionId, id))).toHaveLength(1);
  expect((await rowOf(id)).state).toBe("scored");
  expect(await revisionOf(challenge.challengeId)).toBe(1);
});

test("matrices come back as they were, and a public score holds public images only", async () => {
  const { db, challenge, captain } = await setUp("exact");
  const id = await submitScored(db, queue, challenge, captain, 0.1 + 0.2);
  const [row] = await db.select().from(score).where(eq(score.submissionId, id));
  const shown = await getPublicScore(db, row!.id);
  expect(shown.score.meanIou).toBe(0.1 + 0.2);
  expect(shown.images.map((image) => [image.stem, image.meanIou])).toEqual([
    ["c", 0.1 + 0.2],
    ["d", null],
  ]);
  const stored = await db
    .select()
    .from(scoreImage)
    .where(eq(scoreImage.imageId, challenge.images.c!));
  expect(stored[0]?.matrix).toEqual([0, 8, 4, 8]);
});

test("the same file in another submission takes its score over", async () => {
  const { db, challenge, captain } = await setUp("copy");
  const sha256 = "c".repeat(64);
  const first = await uploadTestFile(db, queue, challenge, captain, { sha256 });
  await startAttempt(db, first);
  await startScoring(db, first, { notices: ["a note"], total: 4 });
  await publishScore(db, scoreOf(challenge, first, 0.7));
  const second = await uploadTestFile(db, queue, challenge, captain, { sha256 });
  const other = await uploadTestFile(db, queue, challenge, captain);
  const identity = { splitVersionId: challenge.splitVersionId, scorerVersion: SCORER_VERSION };
  await startAttempt(db, second);
  await startAttempt(db, other);
  expect(await republishScore(db, { ...identity, submissionId: other })).toBeNull();
  const copied = await republishScore(db, { ...identity, submissionId: second });
  expect(copied?.created).toBe(true);
  expect(await rowOf(second)).toMatchObject({ state: "scored", notices: ["a note"] });
  const images = await db.select().from(scoreImage).where(eq(scoreImage.scoreId, copied!.scoreId));
  expect(images).toHaveLength(4);
});

test("a new scorer version replaces the current score and keeps the old one", async () => {
  const { db, challenge, captain } = await setUp("versions");
  const id = await submitScored(db, queue, challenge, captain, 0.5);
  await retrySubmission(db, queue, { submissionId: id }, SYSTEM);
  await startAttempt(db, id);
  await startScoring(db, id, { notices: [], total: 4 });
  await publishScore(db, { ...scoreOf(challenge, id, 0.6), scorerVersion: "next" });
  const rows = await db.select().from(score).where(eq(score.submissionId, id));
  expect(rows.map((row) => [row.scorerVersion, row.current]).sort()).toEqual([
    [SCORER_VERSION, false],
    ["next", true],
  ]);
});

test("a scorer that died is followed by another, and its late result does not count", async () => {
  const { db, challenge, captain } = await setUp("died");
  const id = await uploadTestFile(db, queue, challenge, captain);
  await startAttempt(db, id);
  await startScoring(db, id, { notices: [], total: 4 });
  await setProgress(db, id, { done: 2, total: 4 });
  expect((await rowOf(id)).progressDone).toBe(2);
  expect((await startAttempt(db, id))?.state).toBe("checking");
  await markInvalid(db, id, new MaskboardError("mask_rgb", "c.png has colours.").toJSON());
  await expect(publishScore(db, scoreOf(challenge, id, 1))).rejects.toMatchObject({
    code: "wrong_state",
  });
  expect(await startAttempt(db, id)).toBeNull();
});

test("our own faults go back to the queue, then to failed, and can be tried afresh", async () => {
  const { db, challenge, captain } = await setUp("ours");
  const before = await uploadTestFile(db, queue, challenge, captain);
  const id = await uploadTestFile(db, queue, challenge, captain);
  expect(await queuePosition(db, await rowOf(id))).toBeGreaterThan(
    (await queuePosition(db, await rowOf(before)))!,
  );
  await startAttempt(db, id);
  await markRetrying(db, id, "The storage did not answer; trying again.");
  expect((await rowOf(id)).state).toBe("queued");
  await startAttempt(db, id);
  await markFailed(db, id, new MaskboardError("internal", "No luck.").toJSON());
  expect(await rowOf(id)).toMatchObject({ state: "failed", error: { code: "internal" } });
  await retrySubmission(db, queue, { submissionId: id }, SYSTEM);
  expect(await rowOf(id)).toMatchObject({ state: "queued", error: null });
  const texts = (await listEvents(db, id)).map((event) => event.text);
  expect(texts).toContain("The storage did not answer; trying again.");
});

test("final submissions: scored ones, as many as the challenge says", async () => {
  const { db, challenge, captain } = await setUp("finals");
  const ids: string[] = [];
  for (const value of [0.1, 0.2, 0.3]) {
    ids.push(await submitScored(db, queue, challenge, captain, value));
  }
  const waiting = await uploadTestFile(db, queue, challenge, captain);
  await expect(setFinal(db, waiting, true)).rejects.toMatchObject({ code: "not_scored" });
  const results = await Promise.allSettled(ids.map((id) => setFinal(db, id, true)));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(2);
  const chosen = ids[results.findIndex((result) => result.status === "fulfilled")]!;
  await setFinal(db, chosen, false);
  expect((await rowOf(chosen)).final).toBe(false);
});

test("a scorer learns which test images there are and where their truth is", async () => {
  const { db, challenge } = await setUp("input");
  const input = await getScoringInput(db, challenge.splitVersionId);
  expect(input.images.map((image) => [image.stem, image.split])).toEqual([
    ["c", "public"],
    ["d", "public"],
    ["e", "private"],
    ["f", "private"],
  ]);
});
