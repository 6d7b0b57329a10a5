import { RESCORE_LANES } from "@maskboard/contracts";
import { getRescore } from "@maskboard/db";
import { createTestDatabase, type TestDatabase } from "@maskboard/db/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { multiply } from "./many.ts";
import { type ScorerProcess, spawnScorer } from "./scorer-process.ts";
import { activate, ended, saveSwapped, scoresPerSubmission } from "./splits.ts";
import { createWorld, scoresOf, type World } from "./world.ts";

let database: TestDatabase;
let world: World;
const running: ScorerProcess[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.url, { test: 2, width: 16, height: 12 });
});
afterEach(async () => {
  for (const scorer of running.splice(0)) await scorer.end("SIGKILL");
  await world.close();
  await database.drop();
});

async function start(): Promise<ScorerProcess> {
  const scorer = await spawnScorer(world.variables);
  running.push(scorer);
  return scorer;
}

/**
 * Keeps the last submission of each lane of a batch from being noted as done until released. With
 * more than 200 a lane, which share a transaction, those before can be.
 */
async function hold(rescoreId: string): Promise<() => Promise<void>> {
  const client = await world.db.$client.connect();
  await client.query("begin");
  await client.query(
    `select * from rescore_item where rescore_id = $1 and submission_id in (
      select distinct on (lane) submission_id from (select submission_id,
        (hashtext(submission_id::text) & 2147483647) % ${RESCORE_LANES} as lane
        from rescore_item where rescore_id = $1) dealt
      order by lane, submission_id desc) for update`,
    [rescoreId],
  );
  return async () => {
    await client.query("rollback");
    client.release();
  };
}

const doneOf = (rescoreId: string) => async () =>
  (await getRescore(world.db, world.challengeId, rescoreId)).done;

/**
 * A batch of so many is scored while a new submission comes; in the middle its scorer is killed
 * and another one takes over.
 */
async function rescoreMany(submissions: number): Promise<void> {
  const before = await start();
  const id = await world.submit(await world.predictions(2));
  await world.reaches(id, ["scored"]);
  await before.end("SIGTERM");
  const total = await multiply(world.db, id, submissions - 1);
  const split = await saveSwapped(world);
  const { rescoreId, missing } = await activate(world, split.id);
  expect(missing).toBe(total);

  const release = await hold(rescoreId!);
  const first = await start();
  const fresh = await world.submit(await world.predictions(3));
  await world.reaches(fresh, ["scored"]);
  // It did not wait for the batch, which can't be through while one of its submissions is held.
  await expect.poll(doneOf(rescoreId!), { timeout: 60_000 }).toBeGreaterThan(0);
  await first.end("SIGKILL");
  await release();
  const atKill = await getRescore(world.db, world.challengeId, rescoreId!);
  expect(atKill.row.state).toBe("running");
  expect(atKill.done).toBeLessThan(total);

  await start();
  const started = performance.now();
  const late = await world.submit(await world.predictions(4));
  await world.reaches(late, ["scored"]);
  const batch = await ended(world, rescoreId!, 400_000);
  const seconds = (performance.now() - started) / 1_000;
  expect(batch).toMatchObject({ done: total, failed: 0, row: { state: "done" } });
  expect(await scoresPerSubmission(world.db, split.id)).toEqual([1]);
  for (const one of [fresh, late]) {
    expect((await scoresOf(world.db, one)).map((row) => row.splitVersionId)).toEqual([split.id]);
  }
  const rest = total - atKill.done;
  console.info(
    `${total} submissions: killed at ${atKill.done}, the other ${rest} in ${seconds.toFixed(1)} s (first 15 s wait for the dead scorer's heartbeat)`,
  );
}

describe("a batch is scored beside new submissions and survives a kill", () => {
  it("of 1,000", () => rescoreMany(1_000), 180_000);

  it.skipIf(!process.env.MASKBOARD_LONG)(
    "of 10,000 (skipped unless MASKBOARD_LONG=1)",
    () => rescoreMany(10_000),
    600_000,
  );
});
