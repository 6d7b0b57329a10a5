import { setTimeout as pause } from "node:timers/promises";
import { MaskboardError } from "@maskboard/contracts";
import { allocating, convolution, endless } from "@maskboard/inference/testing";
import { USERS } from "@maskboard/inference/testing/as-user";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOutpost, type Outpost } from "./outpost.ts";
import { descendants, modelProcess, runs } from "./process-look.ts";
import type { ScorerProcess } from "./scorer-process.ts";
import { find, scoresOf } from "./world.ts";

/** 1x1 weights that put each class first somewhere; how well does not matter. */
const MODEL = convolution([1, 0, 0, 0, 1, 0, 0, 0, 1], 24);

describe.each(USERS)("with scorers as $name", ({ uid, skip }) => {
  const possible = skip === null && process.platform === "linux";
  let outpost: Outpost;
  beforeAll(async () => {
    if (possible) outpost = await createOutpost(uid, { test: 2, width: 24, height: 24 });
  });
  afterAll(() => outpost?.close());

  const submit = (bytes: Buffer) => outpost.world.submit(bytes, bytes, "model");
  const errorOf = async (id: string) => {
    await outpost.world.reaches(id, ["invalid", "scored", "failed"], 60_000);
    return (await find(outpost.world.db, id)).error;
  };
  /** The first model process of a scorer. */
  const modelOf = async (scorer: ScorerProcess): Promise<number> => {
    for (;;) {
      const found = await modelProcess(scorer.child.pid!);
      if (found !== null) return found;
      await pause(5);
    }
  };

  test.skipIf(!possible)(
    `limits of the challenge act${skip ? ` (skipped: ${skip})` : ""}`,
    async () => {
      await outpost.limit({ modelSeconds: 5, modelMemoryMiB: 300, artifactMiB: 0.001 });
      const scorer = await outpost.start();
      await expect(submit(Buffer.alloc(2_000))).rejects.toThrow(MaskboardError);
      await outpost.limit({ modelSeconds: 5, modelMemoryMiB: 300 });
      expect(await errorOf(await submit(endless()))).toMatchObject({
        code: "model_too_slow",
        details: { limit: 5 },
      });
      // Fits into one challenge's limit and not into another's.
      const hungry = allocating(2 ** 28);
      expect(await errorOf(await submit(hungry))).toMatchObject({
        code: "model_memory",
        details: { limit: 300 },
      });
      await outpost.limit({ modelSeconds: 60, modelMemoryMiB: 2_048 });
      expect((await errorOf(await submit(hungry)))?.code).not.toBe("model_memory");
      await scorer.end("SIGTERM");
    },
    120_000,
  );

  test.skipIf(!possible)(
    "two hostile models at once harm neither each other nor the next",
    async () => {
      await outpost.limit({ modelSeconds: 12, modelMemoryMiB: 400 });
      const scorer = await outpost.start({ SCORER_CONCURRENCY: "2" });
      const spins = await submit(endless());
      const grows = await submit(allocating(2 ** 30));
      const next = await outpost.world.submit(await outpost.world.predictions(2));
      expect((await errorOf(grows))?.code).toBe("model_memory");
      expect((await errorOf(spins))?.code).toBe("model_too_slow");
      await outpost.world.reaches(next, ["scored"]);
      const [first, second] = [
        await find(outpost.world.db, spins),
        await find(outpost.world.db, grows),
      ];
      expect(second.startedAt!.getTime()).toBeLessThan(first.finishedAt!.getTime());
      await expect.poll(() => descendants(scorer.child.pid!)).toEqual([]);
      await scorer.end("SIGTERM");
    },
    120_000,
  );

  test.skipIf(!possible)(
    "a scorer that is killed takes the model's process along, and the next one does the job",
    async (context) => {
      await outpost.limit({ modelSeconds: 60 });
      const scorer = await outpost.start();
      const { layers } = await scorer.line(/^sandbox for models/);
      context.skip(!layers?.includes("user"), "no setpriv here that would end it at once");
      const id = await submit(MODEL);
      const model = await modelOf(scorer);
      // Stopped, it can't come to its end by itself.
      process.kill(model, "SIGSTOP");
      const all = [model, ...(await descendants(scorer.child.pid!))];
      await scorer.end("SIGKILL");
      const alive = async () => (await Promise.all(all.map(runs))).filter(Boolean);
      await expect.poll(alive).toEqual([]);
      expect(await outpost.leftBehind()).not.toEqual([]);

      const heir = await outpost.start();
      await heir.says(/^removed what killed scorers left behind/);
      await outpost.world.reaches(id, ["scored"], 60_000);
      expect(await scoresOf(outpost.world.db, id)).toHaveLength(1);
      await expect.poll(outpost.leftBehind).toEqual([]);
      await heir.end("SIGTERM");
    },
    120_000,
  );
});
