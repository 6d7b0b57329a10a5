import { cancelSubmission, connectedWorkers, retrySubmission, SYSTEM } from "@maskboard/db";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Service, startService } from "./service.ts";
import { find, scoresOf, type World } from "./world.ts";

let service: Service;
let world: World;

beforeAll(async () => {
  service = await startService({}, { SCORER_NAME: "ada", SCORER_CONCURRENCY: "2" });
  world = service.world;
});
afterAll(() => service.stop());

const held = new Set<() => Promise<void>>();
afterEach(async () => {
  for (const release of held) await release();
});

/** Keeps a lock for us: whoever needs it waits in the middle of what they do. */
async function hold(lock: string): Promise<() => Promise<void>> {
  const client = await world.db.$client.connect();
  await client.query(`begin; ${lock}`);
  const release = async () => {
    held.delete(release);
    await client.query("commit");
    client.release();
  };
  held.add(release);
  return release;
}

const NO_INPUT = "lock table split_assignment in access exclusive mode";
const NO_PUBLISHING = "select 1 from challenge for no key update";

/** Waits until the database itself says that so many wait for a lock. */
async function waiters(count: number): Promise<void> {
  const query = "select count(*)::int as n from pg_locks where not granted";
  const waiting = async () => (await world.db.$client.query(query)).rows[0].n;
  await expect.poll(waiting, { timeout: 10_000, interval: 25 }).toBeGreaterThanOrEqual(count);
}

const openJobs = async (id: string) =>
  (
    await world.db.$client.query(
      "select id from pgboss.job where name = 'score' and data->>'submissionId' = $1 and state < 'completed'",
      [id],
    )
  ).rows.length;

test("a scorer is known by its connection, and its name stands beside what it works on", async () => {
  expect(await connectedWorkers(world.db)).toEqual([{ name: "ada", places: 2 }]);
  const id = await world.submit(await world.predictions(2));
  await world.reaches(id, ["scored"]);
  const row = await find(world.db, id);
  expect(row.worker).toBe("ada");
  expect(row.startedAt!.getTime()).toBeGreaterThanOrEqual(row.queuedAt!.getTime());
});

test("a cancelled scoring ends, leaves no job and no score, and can be queued anew", async () => {
  const release = await hold(NO_INPUT);
  const id = await world.submit(await world.predictions(3));
  await world.reaches(id, ["checking"]);
  await waiters(1);
  await cancelSubmission(world.db, { submissionId: id }, SYSTEM, "Wrong file.");
  expect(await find(world.db, id)).toMatchObject({
    state: "failed",
    error: { code: "cancelled", message: expect.stringContaining("Wrong file.") },
  });
  expect(await openJobs(id)).toBe(0);
  await release();
  // The scorer is free again, and what it did until then changes nothing.
  const next = await world.submit(await world.predictions(4));
  await world.reaches(next, ["scored"]);
  const ended = async () =>
    (await (await fetch(`${service.scorer.health.url}/metrics`)).text()).split("\n");
  await expect.poll(ended).toContain('maskboard_jobs_total{queue="score",outcome="cancelled"} 1');
  expect((await find(world.db, id)).state).toBe("failed");
  expect(await scoresOf(world.db, id)).toEqual([]);
  await retrySubmission(world.db, world.queue, { submissionId: id }, SYSTEM);
  await world.reaches(id, ["scored"]);
  expect(await scoresOf(world.db, id)).toHaveLength(1);
});

test("one that is queued anew while it is scored is scored once, by the later try", async () => {
  const release = await hold(NO_INPUT);
  const id = await world.submit(await world.predictions(5));
  await world.reaches(id, ["checking"]);
  await waiters(1);
  await retrySubmission(world.db, world.queue, { submissionId: id }, SYSTEM);
  await waiters(2);
  await release();
  await world.reaches(id, ["scored"]);
  expect(await scoresOf(world.db, id)).toHaveLength(1);
  expect((await world.states(id)).filter((state) => state === "scored")).toHaveLength(1);
});

test("whoever publishes first wins: the score stands, and cancelling says so", async () => {
  const release = await hold(NO_PUBLISHING);
  const id = await world.submit(await world.predictions(6));
  await world.reaches(id, ["scoring"]);
  await waiters(1);
  // Waits for the transaction that publishes.
  const cancelled = cancelSubmission(world.db, { submissionId: id }, SYSTEM);
  await waiters(2);
  await release();
  await expect(cancelled).rejects.toMatchObject({ code: "wrong_state" });
  expect((await find(world.db, id)).state).toBe("scored");
  expect(await scoresOf(world.db, id)).toHaveLength(1);
});
