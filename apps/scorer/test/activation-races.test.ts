import { listEvents, startRescore } from "@maskboard/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "./service.ts";
import {
  activate,
  challengeOf,
  ended,
  ORGANIZER,
  saveSwapped,
  scoresPerSubmission,
} from "./splits.ts";
import { scoresOf, type World } from "./world.ts";

let service: Service;
let world: World;

beforeAll(async () => {
  service = await startService({ test: 4 });
  world = service.world;
});
afterAll(() => service.stop());

/** Runs something while no scorer can publish an image's score. */
async function whileScoring(act: () => Promise<void>): Promise<void> {
  const client = await world.db.$client.connect();
  await client.query("begin; lock table score_image in share row exclusive mode");
  try {
    await act();
  } finally {
    await client.query("commit");
    client.release();
  }
}

const currentVersions = async (id: string) => {
  const scores = await scoresOf(world.db, id);
  return scores.flatMap((row) => (row.current ? [row.splitVersionId] : [])).sort();
};

describe("a split that is activated while a submission is being scored", () => {
  it("gets its score too: the submission goes on by itself", async () => {
    const { activeSplitVersionId: before } = await challengeOf(world);
    const split = await saveSwapped(world);
    let id = "";
    await whileScoring(async () => {
      id = await world.submit(await world.predictions(2));
      await world.reaches(id, ["scoring"]);
      expect(await activate(world, split.id)).toMatchObject({ activated: true });
    });
    await expect.poll(() => currentVersions(id)).toEqual([before, split.id].sort());
    await world.reaches(id, ["scored"]);
    const events = await listEvents(world.db, id);
    expect(events.map(({ state }) => state)).toEqual([
      ...["uploading", "uploaded", "queued", "checking", "scoring", "scored"],
      ...["queued", "checking", "scoring", "scored"],
    ]);
    expect(events[6]?.text).toMatch(/split of the test images has changed/);
  });

  it("and moved back again: both versions have one score, and the board's is there", async () => {
    const { activeSplitVersionId: before } = await challengeOf(world);
    const split = await saveSwapped(world);
    let id = "";
    await whileScoring(async () => {
      id = await world.submit(await world.predictions(3));
      await world.reaches(id, ["scoring"]);
      await activate(world, split.id);
      await activate(world, before!);
    });
    await world.reaches(id, ["scored"]);
    expect(await currentVersions(id)).toEqual([before]);
  });
});

describe("many things at once", () => {
  it("uploads, activations and rescoring end with one score of the active version each", async () => {
    const first = await saveSwapped(world);
    const second = await saveSwapped(world);
    const zips = await Promise.all([4, 5, 6, 7].map((shift) => world.predictions(shift)));
    const batches: string[] = [];
    const note = (batch: { rescoreId: string | null }) => {
      if (batch.rescoreId) batches.push(batch.rescoreId);
    };
    const submissions = Promise.all(zips.map((zip) => world.submit(zip)));
    const activations = Promise.all(
      [first, second, first, second].map(({ id }) => activate(world, id).then(note)),
    );
    const { activeSplitVersionId } = await challengeOf(world);
    const rescoring = startRescore(world.db, world.queue, {
      challengeId: world.challengeId,
      splitVersionId: activeSplitVersionId!,
      kind: "rescore",
      scope: { kind: "all" },
      scopeName: "all",
      dryRun: false,
      actor: ORGANIZER,
    });
    const [ids, , { id }] = await Promise.all([submissions, activations, rescoring]);
    for (const batch of [...batches, id]) expect((await ended(world, batch)).failed).toBe(0);
    for (const one of ids) await world.reaches(one, ["scored"]);
    const { activeSplitVersionId: active } = await challengeOf(world);
    await expect
      .poll(() => scoresPerSubmission(world.db, active!), { timeout: 20_000 })
      .toEqual([1]);
    for (const one of ids) await world.reaches(one, ["scored"]);
  }, 60_000);
});
