import { encodeLabelPng } from "@maskboard/data";
import { saveDatasetVersion, schema, startRescore } from "@maskboard/db";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Service, startService } from "./service.ts";
import {
  activate,
  challengeOf,
  ended,
  ORGANIZER,
  saveSwapped,
  scoresPerSubmission,
} from "./splits.ts";
import { find, scoresOf, type World } from "./world.ts";

let service: Service;
let world: World;
/** A submission of the team, scored when each test begins. */
let id: string;

beforeAll(async () => {
  service = await startService({ test: 6 });
  world = service.world;
});
afterAll(() => service.stop());

let shift = 1;
beforeEach(async () => {
  shift += 1;
  id = await world.submit(await world.predictions(shift));
  await world.reaches(id, ["scored"]);
});

const activeScore = async () => {
  const { activeSplitVersionId } = await challengeOf(world);
  const scores = await scoresOf(world.db, id);
  return scores.find((row) => row.splitVersionId === activeSplitVersionId && row.current);
};
const privateOf = (scoreId: string) =>
  world.db.query.scorePrivate.findFirst({ where: (row) => eq(row.scoreId, scoreId) });

describe("another split of the same data", () => {
  it("sums stored matrices anew, without the uploaded file", async () => {
    const before = (await activeScore())!;
    const hidden = (await privateOf(before.id))!;
    const { artifactKey } = await find(world.db, id);
    await world.storage.delete(artifactKey!);
    const split = await saveSwapped(world);
    const { rescoreId, missing } = await activate(world, split.id);
    expect(missing).toBeGreaterThan(0);
    expect(await activeScore()).toBeUndefined();
    const batch = await ended(world, rescoreId!);
    expect(batch).toMatchObject({ done: missing, failed: 0 });
    const after = (await activeScore())!;
    // What was public is private now, and the other way round.
    expect(after.meanIou).toBeCloseTo(hidden.meanIou, 12);
    expect((await privateOf(after.id))?.meanIou).toBeCloseTo(before.meanIou, 12);
    expect(after.intervalLow).toBeCloseTo(hidden.intervalLow!, 12);
    expect(after.publishedAt).toEqual(before.publishedAt);
    expect((await find(world.db, id)).state).toBe("scored");
  });

  it("can be scored beforehand; then nothing is missing when it is activated", async () => {
    const split = await saveSwapped(world);
    const before = await activeScore();
    const { id: batchId } = await startRescore(world.db, world.queue, {
      challengeId: world.challengeId,
      splitVersionId: split.id,
      kind: "prepare",
      scope: { kind: "all" },
      scopeName: "all",
      dryRun: false,
      actor: ORGANIZER,
    });
    await ended(world, batchId);
    expect((await activeScore())?.id).toBe(before?.id);
    expect(await activate(world, split.id)).toMatchObject({ missing: 0, rescoreId: null });
    expect((await activeScore())?.splitVersionId).toBe(split.id);
    expect(await scoresPerSubmission(world.db, split.id)).toEqual([1]);
  });

  it("moves back to an earlier version at once", async () => {
    const { activeSplitVersionId: earlier } = await challengeOf(world);
    const before = await activeScore();
    const split = await saveSwapped(world);
    const { rescoreId } = await activate(world, split.id);
    await ended(world, rescoreId!);
    expect(await activate(world, earlier!)).toMatchObject({ missing: 0 });
    expect((await activeScore())?.id).toBe(before?.id);
    expect(await activate(world, earlier!)).toMatchObject({ activated: false });
  });
});

describe("scoring anew from the stored files", () => {
  const rescore = async (dryRun: boolean) => {
    const { activeSplitVersionId } = await challengeOf(world);
    const batch = await startRescore(world.db, world.queue, {
      challengeId: world.challengeId,
      splitVersionId: activeSplitVersionId!,
      kind: "rescore",
      scope: { kind: "submission", submissionId: id },
      scopeName: "one submission",
      dryRun,
      actor: ORGANIZER,
    });
    return ended(world, batch.id);
  };

  it("replaces a wrong score in place; a dry run only tells", async () => {
    const right = (await activeScore())!;
    await world.db
      .update(schema.score)
      .set({ meanIou: 0.123 })
      .where(eq(schema.score.id, right.id));
    const dry = await rescore(true);
    expect(dry).toMatchObject({ done: 1, changed: 1 });
    expect(dry.largestChange).toBeCloseTo(Math.abs(right.meanIou - 0.123), 12);
    expect((await activeScore())?.meanIou).toBe(0.123);
    expect(await rescore(false)).toMatchObject({ done: 1, changed: 1 });
    expect((await activeScore())?.meanIou).toBe(right.meanIou);
    expect((await activeScore())?.id).toBe(right.id);
    expect(await rescore(false)).toMatchObject({ done: 1, changed: 0 });
    expect(await scoresOf(world.db, id)).toHaveLength(1);
  });

  it("keeps the score of a submission whose file is gone, and says so", async () => {
    const before = await activeScore();
    const { artifactKey } = await find(world.db, id);
    await world.storage.delete(artifactKey!);
    expect(await rescore(false)).toMatchObject({ done: 0, failed: 1 });
    expect((await activeScore())?.meanIou).toBe(before?.meanIou);
  }, 60_000);
});

describe("a corrected mask", () => {
  it("decodes that image only and gives what a fresh submission gets", async () => {
    const { db, storage, challengeId, drawn } = world;
    const challenge = await challengeOf(world);
    const { stem, width, height, labels } = drawn.test[0]!;
    const [wrong] = await db
      .select({ image: schema.image })
      .from(schema.image)
      .innerJoin(schema.splitAssignment, eq(schema.splitAssignment.imageId, schema.image.id))
      .where(
        and(
          eq(schema.image.stem, stem),
          eq(schema.splitAssignment.splitVersionId, challenge.activeSplitVersionId!),
        ),
      );
    const maskKey = `challenges/${challengeId}/corrected-${shift}.png`;
    const corrected = labels.map((label) => (label === 9 ? 4 : label));
    await storage.put(maskKey, encodeLabelPng(corrected, width, height));
    const { splitVersion } = await saveDatasetVersion(db, {
      challengeId,
      baseSplitVersionId: challenge.activeSplitVersionId!,
      corrections: [
        { id: wrong!.image.id, maskKey, maskSha256: null, classPixels: null, overlayKey: null },
      ],
      kit: { kitKey: null, kitBytes: 0 },
      classPixels: [],
      note: "feelers are shell",
      actor: ORGANIZER,
    });
    const { rescoreId } = await activate(world, splitVersion.id);
    const batch = await ended(world, rescoreId!);
    expect(batch.changed).toBeGreaterThan(0);
    const rescored = (await activeScore())!;
    const same = await world.submit(await world.predictions(shift));
    await world.reaches(same, ["scored"]);
    const [fresh] = await scoresOf(db, same);
    expect(rescored.meanIou).toBe(fresh!.meanIou);
    expect(rescored.evaluation.confusion).toEqual(fresh!.evaluation.confusion);
  });
});
