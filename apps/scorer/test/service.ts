import { createTestDatabase } from "@maskboard/db/testing";
import type { DrawOptions } from "@maskboard/ingest/testing";
import { type Scorer, startScorer } from "../src/scorer.ts";
import { createWorld, type World } from "./world.ts";

export interface Service {
  readonly world: World;
  readonly scorer: Scorer;
  /** Ends both and drops the database. */
  stop(): Promise<void>;
}

/** A world in a database of its own, with a scorer at work in this process. */
export async function startService(
  options: DrawOptions = {},
  overrides: Record<string, string> = {},
): Promise<Service> {
  const database = await createTestDatabase();
  const world = await createWorld(database.url, options);
  const scorer = await startScorer(world.env(overrides));
  return {
    world,
    scorer,
    async stop() {
      await scorer.stop();
      await world.close();
      await database.drop();
    },
  };
}
