import { activateSplit, createTeam, saveDatasetVersion, schema, startRescore } from "@maskboard/db";
import {
  createTestDatabaseWithQueue,
  createUser,
  type TestDatabaseWithQueue,
} from "@maskboard/db/testing";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Scorer, startScorer } from "../src/scorer.ts";
import { compared, copyOf, pairsOf } from "./similar.ts";
import { challengeOf, ended, ORGANIZER } from "./splits.ts";
import { createWorld, type World } from "./world.ts";

let database: TestDatabaseWithQueue;
let world: World;
let scorer: Scorer;
beforeAll(async () => {
  database = await createTestDatabaseWithQueue();
  world = await createWorld(database.url, { test: 7 });
  scorer = await startScorer(world.env());
});
afterAll(async () => {
  await scorer.stop();
  await world.close();
  await database.drop();
});

const copy = (shift: number) => copyOf(world, shift);

async function send(name: string, zip: Uint8Array): Promise<string> {
  const { db, challengeId } = world;
  const user = await createUser(db, name);
  await createTeam(db, { challengeId, userId: user.id, name });
  const id = await world.submit(zip, zip, "masks", user.id);
  await world.reaches(id, ["scored"]);
  return id;
}

const pairs = () => pairsOf(world);

const sampleOf = (id: string) => eq(schema.predictionSample.submissionId, id);
const active = async () => (await challengeOf(world)).activeSplitVersionId!;

/** A data set version with the same images, in use. */
async function correct(): Promise<void> {
  const { db, challengeId } = world;
  const { splitVersion } = await saveDatasetVersion(db, {
    ...{ challengeId, baseSplitVersionId: await active(), corrections: [] },
    ...{ kit: { kitKey: null, kitBytes: 0 }, classPixels: [], note: "", actor: ORGANIZER },
  });
  const { rescoreId } = await activateSplit(db, database.queue, {
    ...{ challengeId, splitVersionId: splitVersion.id, actor: ORGANIZER },
  });
  expect(await ended(world, rescoreId!)).toMatchObject({ failed: 0 });
}

describe("after a correction of the data", () => {
  test("a copy of what was scored before is told", async () => {
    await send("jays", await world.predictions(3));
    await compared(world);
    await correct();
    await send("finches", await copy(3));
    await compared(world);
    expect(await pairs()).toEqual(["same-predictions: jays finches"]);
  });

  test("what has no sample keeps its score, and is compared once it is scored anew", async () => {
    const { db, challengeId } = world;
    const id = await send("wrens", await world.predictions(9));
    await compared(world);
    await db.delete(schema.predictionSample).where(sampleOf(id));
    await correct();
    await send("robins", await copy(9));
    await compared(world);
    expect(await pairs()).not.toContain("same-predictions: wrens robins");
    const rescore = async (dryRun: boolean) => {
      const batch = await startRescore(db, database.queue, {
        ...{ challengeId, splitVersionId: await active(), kind: "rescore", dryRun },
        ...{ scope: { kind: "submission", submissionId: id }, scopeName: "one" },
        actor: ORGANIZER,
      });
      expect(await ended(world, batch.id)).toMatchObject({ done: 1, failed: 0 });
    };
    await rescore(true);
    expect(await db.$count(schema.predictionSample, sampleOf(id))).toBe(0);
    await rescore(false);
    await expect.poll(pairs, { timeout: 20_000 }).toContain("same-predictions: wrens robins");
  });
});
