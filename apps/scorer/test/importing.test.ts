import { stat } from "node:fs/promises";
import { join } from "node:path";
import { zipFolder } from "@maskboard/data";
import {
  beginImport,
  challengeExists,
  createQueue,
  finishImportUpload,
  getImport,
  type Queue,
} from "@maskboard/db";
import { createTestDatabase, type TestDatabase } from "@maskboard/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Scorer, startScorer } from "../src/scorer.ts";
import { createWorld, type World } from "./world.ts";

let database: TestDatabase;
let world: World;
let queue: Queue;
let scorer: Scorer;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.url);
  queue = await createQueue(database.url);
  scorer = await startScorer(world.env());
});
afterAll(async () => {
  await scorer.stop();
  await queue.stop({ seconds: 0 });
  await world.close();
  await database.drop();
});

async function upload(file: string, slug: string): Promise<string> {
  const { size } = await stat(file);
  const row = await beginImport(world.db, {
    userId: null,
    slug,
    title: null,
    filename: "challenge.zip",
    bytes: size,
  });
  const artifactKey = `imports/${row.id}.zip`;
  await world.storage.put(artifactKey, { file });
  await finishImportUpload(world.db, queue, row.id, { bytes: size, artifactKey });
  return row.id;
}

const statusOf = (id: string) => async () => (await getImport(world.db, id)).status;

it("makes a challenge of an uploaded archive", async () => {
  const file = join(world.folder, "good.zip");
  await zipFolder(world.drawn.folder, file);
  const id = await upload(file, "second");
  await expect.poll(statusOf(id), { timeout: 20_000 }).toBe("done");
  expect(await challengeExists(world.db, "second")).toBe(true);
});

it("tells what is wrong with an archive", async () => {
  const id = await upload(join(world.drawn.folder, "challenge.yaml"), "third");
  await expect.poll(statusOf(id), { timeout: 20_000 }).toBe("failed");
  expect((await getImport(world.db, id)).error).toMatchObject({ code: "not_a_zip" });
  expect(await challengeExists(world.db, "third")).toBe(false);
});
