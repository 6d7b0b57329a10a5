import { listEvents } from "@maskboard/db";
import { createTestDatabase, type TestDatabase } from "@maskboard/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ScorerProcess, spawnScorer } from "./scorer-process.ts";
import { createWorld, find, scoresOf, type World } from "./world.ts";

let database: TestDatabase;
let world: World;
const running: ScorerProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.url, { test: 24 });
});
afterAll(async () => {
  for (const scorer of running) await scorer.end("SIGKILL");
  await world.close();
  await database.drop();
});

async function start(overrides: Record<string, string> = {}): Promise<ScorerProcess> {
  const scorer = await spawnScorer({ ...world.variables, ...overrides });
  running.push(scorer);
  return scorer;
}

/**
 * Submits, and sends the signal to the only scorer in the middle of its work: a lock on a table that
 * it reads next holds it there.
 */
async function interrupt(scorer: ScorerProcess, signal: NodeJS.Signals, shift: number) {
  const zip = await world.predictions(shift);
  const client = await world.db.$client.connect();
  await client.query("begin; lock table split_assignment in access exclusive mode");
  const id = await world.submit(zip);
  await world.reaches(id, ["checking"]);
  const ended = scorer.end(signal);
  if (signal === "SIGTERM") await scorer.says(/^stopping/);
  await client.query("commit");
  client.release();
  return { id, end: await ended };
}

async function textsOf(id: string): Promise<(string | null)[]> {
  return (await listEvents(world.db, id)).map(({ text }) => text);
}

describe("a scorer that is killed in the middle", () => {
  it("leaves its job to another one within a minute, and one score comes of it", async () => {
    const { id, end } = await interrupt(await start(), "SIGKILL", 3);
    expect(end.signal).toBe("SIGKILL");
    expect((await find(world.db, id)).state).toBe("checking");
    const heir = await start();
    await world.reaches(id, ["scored"], 60_000);
    expect(await scoresOf(world.db, id)).toHaveLength(1);
    expect(await world.states(id)).toEqual([
      ...["uploading", "uploaded", "queued", "checking"],
      ...["checking", "scoring", "scored"],
    ]);
    expect(await textsOf(id)).toContain("Taken up again after an interruption.");
    expect(await heir.end("SIGTERM")).toEqual({ code: 0, signal: null });
  }, 120_000);
});

describe("a scorer that is told to stop", () => {
  it("gives its job back and ends well; another one finishes it", async () => {
    const { id, end } = await interrupt(await start(), "SIGTERM", 5);
    expect(end).toEqual({ code: 0, signal: null });
    expect((await find(world.db, id)).state).toBe("queued");
    const heir = await start();
    await world.reaches(id, ["scored"], 30_000);
    expect(await scoresOf(world.db, id)).toHaveLength(1);
    expect(await textsOf(id)).toContain("The scorer is restarting; another one takes over.");
    expect(await heir.end("SIGINT")).toEqual({ code: 0, signal: null });
  }, 120_000);
});

describe("several scorers on one database", () => {
  it("score every submission once", async () => {
    const zips = await Promise.all([7, 8, 9, 10].map((shift) => world.predictions(shift)));
    const ids: string[] = [];
    for (const zip of [...zips, ...zips.slice(0, 2)]) ids.push(await world.submit(zip));
    await Promise.all([start(), start(), start()]);
    for (const id of ids) {
      await world.reaches(id, ["scored"], 60_000);
      expect(await scoresOf(world.db, id)).toHaveLength(1);
      expect((await world.states(id)).filter((state) => state === "scored")).toHaveLength(1);
    }
  }, 120_000);
});

describe("a scorer that can't start", () => {
  it.each([
    [{ DATABASE_URL: "mysql://x" }, /^The scorer can't start: DATABASE_URL: .*postgres:\/\/.*\n$/],
    [{ DATABASE_URL: "" }, /^The scorer can't start: DATABASE_URL.*\n$/],
    [{ SCORER_PORT: "http" }, /^The scorer can't start: SCORER_PORT: .*\n$/],
    [{ DATABASE_URL: "postgres://127.0.0.1:1/none" }, /^DATABASE_URL .* can't be used: .*\n$/],
    [{ STORAGE_URL: "ftp://host" }, /^"ftp:\/\/host" is no storage address.*\n$/],
    [
      { STORAGE_URL: "file:///dev/null/x" },
      /^storage could not use the folder \/dev\/null\/x.*\n$/,
    ],
  ])("says why in one line: %j", async (wrong: Record<string, string>, line) => {
    const scorer = await start(wrong);
    expect(scorer.child.exitCode).toBe(1);
    expect(scorer.stderr()).toMatch(line);
  });
});
