import { createTestDatabase, type TestDatabase } from "@maskboard/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ScorerProcess, spawnScorer } from "./scorer-process.ts";
import { createWorld, find, type World } from "./world.ts";

let database: TestDatabase;
let world: World;
let scorer: ScorerProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.url, { test: 200, width: 350, height: 350 });
  scorer = await spawnScorer(world.variables);
}, 120_000);
afterAll(async () => {
  await scorer.end("SIGTERM");
  await world.close();
  await database.drop();
});

// The time is told and not asserted: it depends on what else the machine does.
it("scores 200 masks of 350 x 350 and tells how long it took", async () => {
  for (const [shift, truth] of [
    [2, "truth packed first"],
    [3, "truth at hand"],
  ] as const) {
    const zip = await world.predictions(shift);
    const id = await world.submit(zip);
    await world.reaches(id, ["scored"], 60_000);
    const { queuedAt, finishedAt } = await find(world.db, id);
    const ms = finishedAt!.getTime() - queuedAt!.getTime();
    console.info(`upload finished to scored, ${truth}: ${ms} ms`);
    expect(ms).toBeGreaterThan(0);
  }
}, 120_000);
