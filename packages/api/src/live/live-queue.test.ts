import {
  addOrganizer,
  createQueue,
  startAttempt,
  startScoring,
  workerConnection,
} from "@maskboard/db";
import {
  createTestChallenge,
  createTestTeam,
  createUser,
  submitScored,
  uploadTestFile,
} from "@maskboard/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callAs, createTestApi, type TestApi } from "../testing/index.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

test("an organizer watches the queue of their challenge, and only theirs", async () => {
  const { db, queue } = api.services;
  const [here, there] = [await createTestChallenge(db), await createTestChallenge(db)];
  const olga = await createUser(db, "olga");
  await addOrganizer(db, here.challengeId, olga.id);
  const { captain } = await createTestTeam(db, here.challengeId, "owls");
  const { captain: other } = await createTestTeam(db, there.challengeId, "larks");
  await submitScored(db, queue, here, captain, 0.5);
  const elsewhere = await uploadTestFile(db, queue, there, other);
  const [running, waiting] = [
    await uploadTestFile(db, queue, here, captain),
    await uploadTestFile(db, queue, here, captain),
  ];
  await startAttempt(db, running, "ada");
  // What a scorer looks like to the database.
  const scorer = await createQueue(api.database.url, { name: workerConnection("ada", 2) });

  const caller = callAs(api.services, olga);
  const { slug } = here;
  const view = await caller.queue.get({ slug });
  expect(view.workers).toEqual([{ name: "ada", places: 2, busy: 1 }]);
  expect(view.running).toMatchObject([{ id: running, worker: "ada", attempts: 1, team: "owls" }]);
  expect(view.waiting.map(({ id }) => id)).toEqual([waiting]);
  expect(view.ended).toHaveLength(1);
  expect(view.totals).toEqual({ waiting: 1, running: 1, ended: 1 });
  expect(view.pace).toMatchObject([{ lane: "masks", of: 1 }]);
  expect(view.waiting[0]!.expectedAt).toBeInstanceOf(Date);

  const values = (await caller.queue.live({ slug }))[Symbol.asyncIterator]();
  expect((await values.next()).value).toMatchObject({ running: [{ state: "checking" }] });
  await startScoring(db, running, { notices: [], total: 4 });
  expect((await values.next()).value).toMatchObject({
    running: [{ state: "scoring", progress: { done: 0, total: 4 } }],
  });
  await caller.queue.cancel({ slug, submissionId: waiting, reason: "wrong file" });
  expect((await values.next()).value).toMatchObject({
    waiting: [],
    ended: [{ id: waiting, state: "failed", error: { code: "cancelled" } }, {}],
  });
  await values.return?.();
  await expect(caller.queue.cancel({ slug, submissionId: elsewhere })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await scorer.stop({ seconds: 0 });
});
