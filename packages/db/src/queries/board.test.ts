import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Queue } from "../queue/index.ts";
import { challenge as challengeTable } from "../schema/index.ts";
import {
  createTestChallenge,
  createTestDatabaseWithQueue,
  createTestTeam,
  submitScored,
  type TestDatabaseWithQueue,
} from "../testing/index.ts";
import { publicBoardRows } from "./board.ts";
import { getChallenge } from "./challenge-access.ts";
import { privateBoardRows, privateGrant, privateMeanIous } from "./private-scores.ts";
import { setFinal } from "./submissions.ts";

let database: TestDatabaseWithQueue;
let queue: Queue;
beforeAll(async () => {
  database = await createTestDatabaseWithQueue();
  queue = database.queue;
});
afterAll(() => database.drop());

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR);

test("a team stands with its best; history runs upwards; yesterday's best is known", async () => {
  const { db } = database;
  const challenge = await createTestChallenge(db);
  const { captain, team } = await createTestTeam(db, challenge.challengeId, "climber");
  await createTestTeam(db, challenge.challengeId, "silent");
  await submitScored(db, queue, challenge, captain, 0.4, { at: ago(50) });
  await submitScored(db, queue, challenge, captain, 0.3, { at: ago(40) });
  await submitScored(db, queue, challenge, captain, 0.6, { at: ago(2) });
  await submitScored(db, queue, challenge, captain, 0.6, { at: ago(1) });
  const access = await getChallenge(db, challenge.slug, null);
  const rows = await publicBoardRows(db, access.challenge);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    teamId: team.id,
    meanIou: 0.6,
    submissions: 4,
    bestYesterday: 0.4,
    history: [0.4, 0.4, 0.6, 0.6],
    classIous: [0.6, 0.6],
  });
  expect(rows[0]!.interval![0]).toBeCloseTo(0.55);
  // Of equal scores the earlier one counts.
  expect(rows[0]!.submittedAt.getTime()).toBeLessThan(ago(1.5).getTime());
});

test("a frozen board does not know what came later", async () => {
  const { db } = database;
  const challenge = await createTestChallenge(db);
  const { captain } = await createTestTeam(db, challenge.challengeId, "frozen");
  await submitScored(db, queue, challenge, captain, 0.4, { at: ago(3) });
  await submitScored(db, queue, challenge, captain, 0.9, { at: ago(1) });
  await db
    .update(challengeTable)
    .set({ frozenAt: ago(2) })
    .where(eq(challengeTable.id, challenge.challengeId));
  const access = await getChallenge(db, challenge.slug, null);
  const rows = await publicBoardRows(db, access.challenge);
  expect(rows.map((row) => [row.meanIou, row.submissions])).toEqual([[0.4, 1]]);
});

test("the private board goes by final submissions, else by the best public ones", async () => {
  const { db } = database;
  const challenge = await createTestChallenge(db);
  const { captain } = await createTestTeam(db, challenge.challengeId, "over-fitter");
  const scores = [
    [0.9, 0.2],
    [0.8, 0.3],
    [0.5, 0.7],
  ] as const;
  const ids: string[] = [];
  for (const [meanIou, privateMeanIou] of scores) {
    ids.push(await submitScored(db, queue, challenge, captain, meanIou, { privateMeanIou }));
  }
  const admin = { id: "someone", admin: true };
  const grant = privateGrant(await getChallenge(db, challenge.slug, admin))!;
  const best = async () => (await privateBoardRows(db, grant))[0]!.meanIou;
  expect(await best()).toBe(0.3);
  await setFinal(db, ids[2]!, true);
  expect(await best()).toBe(0.7);
  const values = await privateMeanIous(db, grant, ids);
  expect(ids.map((id) => values.get(id))).toEqual([0.2, 0.3, 0.7]);
});

test("private scores need an organizer or the reveal", async () => {
  const { db } = database;
  const challenge = await createTestChallenge(db);
  expect(privateGrant(await getChallenge(db, challenge.slug, null))).toBeNull();
  await db
    .update(challengeTable)
    .set({ revealedAt: ago(0) })
    .where(eq(challengeTable.id, challenge.challengeId));
  expect(privateGrant(await getChallenge(db, challenge.slug, null))).not.toBeNull();
});
