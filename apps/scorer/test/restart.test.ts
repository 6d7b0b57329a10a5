import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@maskboard/db";
import { type EmbeddedPostgres, startEmbedded } from "@maskboard/db/embedded";
import { afterAll, beforeAll, expect, it } from "vitest";
import { spawnScorer } from "./scorer-process.ts";
import { createWorld } from "./world.ts";

let folder: string;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scorer-restart-"));
  postgres = await startEmbedded({ folder, unsafe: true });
  await migrate(postgres.url);
}, 60_000);
afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

it("goes on scoring after Postgres was restarted", async () => {
  const world = await createWorld(postgres.url);
  const scorer = await spawnScorer(world.variables);
  const ready = async () => (await fetch(`${scorer.health}/readyz`)).status;
  const first = await world.submit(await world.predictions(1));
  await world.reaches(first, ["scored"]);
  const zip = await world.predictions(2);
  await postgres.stop();
  await expect.poll(ready, { timeout: 20_000 }).toBe(503);
  postgres = await startEmbedded({ folder, port: postgres.port, unsafe: true });
  await expect.poll(ready, { timeout: 20_000 }).toBe(200);
  const second = await world.submit(zip);
  await world.reaches(second, ["scored"], 30_000);
  expect(await scorer.end("SIGTERM")).toEqual({ code: 0, signal: null });
  await world.close();
}, 120_000);
