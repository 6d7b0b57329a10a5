import { chown, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Limits, limitsSchema } from "@maskboard/contracts";
import { schema } from "@maskboard/db";
import { createTestDatabase } from "@maskboard/db/testing";
import type { DrawOptions } from "@maskboard/ingest/testing";
import type { TestContext } from "vitest";
import { type ScorerProcess, spawnScorer } from "./scorer-process.ts";
import { createWorld, type World } from "./world.ts";

/** A world whose scorers are programs of their own that some user runs. */
export interface Outpost {
  readonly world: World;
  /** Starts a scorer. */
  start(overrides?: Record<string, string>): Promise<ScorerProcess>;
  /** Sets limits of the challenge; the others are wide. */
  limit(limits: Partial<Limits>): Promise<void>;
  /** Files in folders that scorers may write to and have to leave empty. */
  leftBehind(): Promise<string[]>;
  close(): Promise<void>;
}

const WIDE = { perDay: 1_000, total: 10_000, invalidPerDay: 1_000 };

/**
 * Gives `use` an outpost of its own and removes it afterwards; skips the test where that can't be.
 */
export async function withOutpost(
  context: Pick<TestContext, "skip">,
  { uid, skip }: { readonly uid: number; readonly skip: string | null },
  options: DrawOptions,
  use: (outpost: Outpost) => Promise<void>,
): Promise<void> {
  context.skip(skip !== null, skip ?? "");
  context.skip(process.platform !== "linux", "/proc is looked at");
  const outpost = await createOutpost(uid, options);
  await use(outpost).finally(outpost.close);
}

async function createOutpost(uid: number, options: DrawOptions): Promise<Outpost> {
  // What the test stores is the other user's to write beside.
  process.umask(0);
  const database = await createTestDatabase();
  const world = await createWorld(database.url, options);
  const [home, temporary] = ["home", "tmp"].map((name) => join(world.folder, name));
  await mkdir(home!);
  await mkdir(temporary!);
  if (uid !== process.getuid?.()) await chown(world.folder, uid, uid);
  const started: ScorerProcess[] = [];
  const limit = async (limits: Partial<Limits>): Promise<void> => {
    await world.db
      .update(schema.challenge)
      .set({ limits: limitsSchema.parse({ ...WIDE, ...limits }) });
  };
  await limit({});
  return {
    world,
    limit,
    async start(overrides = {}) {
      const scorer = await spawnScorer(
        {
          ...{ ...world.variables, SCORER_THREADS: "1", SCORER_CONCURRENCY: "1" },
          ...{ HOME: home!, TMPDIR: temporary!, ...overrides },
        },
        { uid, cwd: home! },
      );
      started.push(scorer);
      return scorer;
    },
    leftBehind: async () => [...(await readdir(home!)), ...(await readdir(temporary!))],
    async close() {
      for (const scorer of started) await scorer.end("SIGKILL");
      await world.close();
      await database.drop();
    },
  };
}
