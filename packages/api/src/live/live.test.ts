import {
  beginUpload,
  cancelUpload,
  markRetrying,
  publishScore,
  setProgress,
  startAttempt,
  startScoring,
} from "@maskboard/db";
import {
  createTestChallenge,
  createTestTeam,
  scoreOf,
  submitScored,
  uploadTestFile,
} from "@maskboard/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCaller } from "../routers/index.ts";
import { callAs, createTestApi, type TestApi } from "../testing/index.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

async function setUp(name: string) {
  const { db, queue } = api.services;
  const challenge = await createTestChallenge(db);
  const { captain } = await createTestTeam(db, challenge.challengeId, name);
  const caller = callAs(api.services, captain);
  return { db, queue, challenge, captain, caller };
}

/** Reads on until a value satisfies `wanted`. */
async function until<T>(values: AsyncIterator<T>, wanted: (value: T) => boolean): Promise<T> {
  for (;;) {
    const { value, done } = await values.next();
    if (done) throw new Error("it ended before");
    if (wanted(value)) return value;
  }
}

test("a submission tells of each state, its progress, score and rank", async () => {
  const { db, queue, challenge, captain, caller } = await setUp("watcher");
  const id = await uploadTestFile(db, queue, challenge, captain);
  const values = (await caller.submission.live({ id }))[Symbol.asyncIterator]();
  const first = await values.next();
  expect(first.value).toMatchObject({ state: "queued", result: null });
  await startAttempt(db, id);
  await until(values, (view) => view.state === "checking");
  await startScoring(db, id, { notices: ["fine"], total: 4 });
  await until(values, (view) => view.state === "scoring" && view.notices[0] === "fine");
  await setProgress(db, id, { done: 3, total: 4 });
  await until(values, (view) => view.progress?.done === 3);
  await publishScore(db, scoreOf(challenge, id, 0.5));
  const scored = await until(values, (view) => view.state === "scored");
  expect(scored).toMatchObject({ teamRank: 1, best: true, splitVersion: 1, progress: null });
  expect(scored.result?.perImage.map((image) => image.stem)).toEqual(["c", "d"]);
  expect(scored.events.map((event) => event.state)).toEqual([
    ...["uploading", "uploaded", "queued", "checking", "scoring", "scored"],
  ]);
  const other = await createTestTeam(db, challenge.challengeId, "better");
  await submitScored(db, queue, challenge, other.captain, 0.9);
  await until(values, (view) => view.teamRank === 2);
  await values.return?.();
});

test("the place in the queue moves up as others go", async () => {
  const { db, queue, challenge, captain, caller } = await setUp("waiting");
  const before = await uploadTestFile(db, queue, challenge, captain);
  const id = await uploadTestFile(db, queue, challenge, captain);
  const values = (await caller.submission.live({ id }))[Symbol.asyncIterator]();
  const { queuePosition } = (await values.next()).value!;
  await startAttempt(db, before);
  await until(values, (view) => view.queuePosition === queuePosition! - 1);
  await markRetrying(db, before, "again");
  await values.return?.();
});

test("a cancelled upload ends the story", async () => {
  const { db, challenge, captain, caller } = await setUp("cancelled");
  const { slug } = challenge;
  const file = { slug, actor: captain, lane: "masks" as const, filename: "m.zip", bytes: 1 };
  const { submissionId: id } = await beginUpload(db, file);
  const values = (await caller.submission.live({ id }))[Symbol.asyncIterator]();
  await values.next();
  await cancelUpload(db, id);
  expect((await values.next()).done).toBe(true);
});

test("a board tells its revision at once and whenever it grows, until nobody listens", async () => {
  const { db, queue, challenge, captain } = await setUp("board");
  const controller = new AbortController();
  const caller = createCaller(
    { services: api.services, viewer: null },
    { signal: controller.signal },
  );
  const values = (await caller.board.live({ slug: challenge.slug }))[Symbol.asyncIterator]();
  expect((await values.next()).value).toEqual({ revision: 0, phase: "public", hidden: false });
  const next = values.next();
  await submitScored(db, queue, challenge, captain, 0.5);
  expect((await next).value).toMatchObject({ revision: 1 });
  const last = values.next();
  controller.abort();
  expect((await last).done).toBe(true);
});
