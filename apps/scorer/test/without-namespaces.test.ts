import { createTestDatabase } from "@maskboard/db/testing";
import { endless } from "@maskboard/inference/testing";
import { WITHOUT_NAMESPACES, whyNotWithoutNamespaces } from "@maskboard/inference/testing/as-user";
import { expect, test } from "vitest";
import { spawnScorer } from "./scorer-process.ts";
import { createWorld, find } from "./world.ts";

test("a scorer that may make no namespaces says so at its start, and works", async (context) => {
  const reason = await whyNotWithoutNamespaces();
  context.skip(reason !== null, reason ?? "");
  const database = await createTestDatabase();
  const world = await createWorld(database.url, { test: 2, width: 8, height: 8 });
  const scorer = await spawnScorer(world.variables, { by: WITHOUT_NAMESPACES });
  try {
    const { level, layers, missing } = await scorer.line(/^sandbox for models/);
    expect(level).toBe("warn");
    expect(layers).not.toContain("network");
    expect(missing!.join()).toMatch(/unshare --net is refused/);
    const spins = endless();
    const id = await world.submit(spins, spins, "model");
    const next = await world.submit(await world.predictions(2));
    await world.reaches(id, ["invalid", "scored", "failed"]);
    expect((await find(world.db, id)).error?.code).toBe("model_too_slow");
    await world.reaches(next, ["scored"]);
  } finally {
    await scorer.end("SIGTERM");
    await world.close();
    await database.drop();
  }
}, 60_000);
