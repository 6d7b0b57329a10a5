import { MaskboardError } from "@maskboard/contracts";
import { allocating, convolution, endless } from "@maskboard/inference/testing";
import { USERS } from "@maskboard/inference/testing/as-user";
import { expect, test, vi } from "vitest";
import { type Outpost, withOutpost } from "./outpost.ts";
import { descendants, modelProcess, runs } from "./process-look.ts";
import { find, scoresOf } from "./world.ts";

const SIZE = { test: 2, width: 24, height: 24 };

/** 1x1 weights; how well it does is of no matter. */
const MODEL = convolution([1, 0, 0, 0, 1, 0, 0, 0, 1], 24);

const submit = ({ world }: Outpost, bytes: Buffer) => world.submit(bytes, bytes, "model");

async function errorOf({ world }: Outpost, id: string) {
  await world.reaches(id, ["invalid", "scored", "failed"], 60_000);
  return (await find(world.db, id)).error;
}

test.for(USERS)(
  "limits of the challenge act, with a scorer as $name",
  { timeout: 120_000 },
  ({ uid, skip }, context) =>
    withOutpost(context, { uid, skip }, SIZE, async (outpost) => {
      await outpost.limit({ artifactMiB: 0.001 });
      await outpost.start();
      await expect(submit(outpost, Buffer.alloc(2_000))).rejects.toThrow(MaskboardError);

      await outpost.limit({ modelSeconds: 5 });
      expect(await errorOf(outpost, await submit(outpost, endless()))).toMatchObject({
        code: "model_too_slow",
        details: { limit: 5 },
      });

      // Fits into one challenge's memory and not into another's.
      const hungry = allocating(2 ** 28);
      await outpost.limit({ modelSeconds: 60, modelMemoryMiB: 300 });
      expect(await errorOf(outpost, await submit(outpost, hungry))).toMatchObject({
        code: "model_memory",
        details: { limit: 300 },
      });
      await outpost.limit({ modelSeconds: 60, modelMemoryMiB: 2_048 });
      expect((await errorOf(outpost, await submit(outpost, hungry)))?.code).not.toBe(
        "model_memory",
      );
    }),
);

test.for(USERS)(
  "two hostile models at once harm neither each other nor the next, with a scorer as $name",
  { timeout: 120_000 },
  ({ uid, skip }, context) =>
    withOutpost(context, { uid, skip }, SIZE, async (outpost) => {
      const { world } = outpost;
      await outpost.limit({ modelSeconds: 20, modelMemoryMiB: 400 });
      const scorer = await outpost.start({ SCORER_CONCURRENCY: "2" });
      const spins = await submit(outpost, endless());
      const grows = await submit(outpost, allocating(2 ** 30));
      const next = await world.submit(await world.predictions(2));
      expect((await errorOf(outpost, grows))?.code).toBe("model_memory");
      expect((await errorOf(outpost, spins))?.code).toBe("model_too_slow");
      await world.reaches(next, ["scored"]);
      const [first, second] = [await find(world.db, spins), await find(world.db, grows)];
      expect(second.startedAt!.getTime()).toBeLessThan(first.finishedAt!.getTime());
      await vi.waitFor(async () => expect(await descendants(scorer.child.pid!)).toEqual([]));
    }),
);

test.concurrent.for(USERS)(
  "a scorer that is killed takes the model's process along, and the next one does the job, as $name",
  { timeout: 120_000 },
  ({ uid, skip }, context) =>
    withOutpost(context, { uid, skip }, SIZE, async (outpost) => {
      const { world } = outpost;
      await outpost.limit({ modelSeconds: 60 });
      const scorer = await outpost.start();
      const { layers } = await scorer.line(/^sandbox for models/);
      context.skip(!layers?.includes("user"), "no setpriv here that would end it at once");
      const id = await submit(outpost, MODEL);
      const running = () => modelProcess(scorer.child.pid!);
      const model = await vi.waitFor(
        async () => {
          const found = await running();
          expect(found).not.toBeNull();
          return found!;
        },
        { timeout: 20_000, interval: 5 },
      );
      // Stopped, it can't come to its end by itself.
      process.kill(model, "SIGSTOP");
      const all = [model, ...(await descendants(scorer.child.pid!))];
      await scorer.end("SIGKILL");
      await vi.waitFor(async () => {
        expect((await Promise.all(all.map(runs))).filter(Boolean)).toEqual([]);
      });
      expect(await outpost.leftBehind()).not.toEqual([]);

      const heir = await outpost.start();
      await heir.says(/^removed what killed scorers left behind/);
      await world.reaches(id, ["scored"], 60_000);
      expect(await scoresOf(world.db, id)).toHaveLength(1);
      await vi.waitFor(async () => expect(await outpost.leftBehind()).toEqual([]));
    }),
);
