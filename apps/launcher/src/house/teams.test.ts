import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChallengeImage, readChallengeFolder, readMask, readRgb } from "@maskboard/data";
import { writeAnimalChallenge } from "@maskboard/data/synthetic";
import { countConfusion, createClassIndex, overallScores, sumMatrices } from "@maskboard/metrics";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LabelledImage } from "./model.ts";
import { HOUSE_TEAMS } from "./teams.ts";

let folder: string;
let training: LabelledImage[];
let test: LabelledImage[];
let classIds: number[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskboard-house-"));
  const counts = { train: 24, publicTest: 5, privateTest: 5 };
  await writeAnimalChallenge(folder, { seed: 7, ...counts, width: 128, height: 128 });
  const challenge = await readChallengeFolder(folder);
  classIds = challenge.classMap.classes.map(({ id }) => id);
  const load = (images: readonly ChallengeImage[]): Promise<LabelledImage[]> =>
    Promise.all(
      images.map(async ({ image, mask }) => {
        const { labels } = await readMask(mask, challenge.classMap);
        return { ...(await readRgb(image)), labels };
      }),
    );
  training = await load(challenge.train);
  test = await load(challenge.test);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it("has baselines of clearly different quality, from the weakest to the strongest", () => {
  const classes = createClassIndex(classIds);
  const scores = HOUSE_TEAMS.map(({ baseline }) => {
    const predict = baseline(training, classIds, 1);
    const matrices = test.map((image) => {
      const { width, height, rgb, labels } = image;
      const predicted = predict({ width, height, rgb });
      expect(predicted.length).toBe(width * height);
      return countConfusion(classes, Uint8Array.from(labels), predicted);
    });
    return overallScores(sumMatrices(classIds, matrices)).meanIou ?? 0;
  });
  const [prior, histogram, forest] = scores as [number, number, number];
  expect(prior).toBeGreaterThan(0.05);
  expect(histogram).toBeGreaterThan(prior * 1.1);
  expect(forest).toBeGreaterThan(histogram * 1.1);
});

it("predicts the same for the same seed", () => {
  const few = training.slice(0, 4);
  const image = test[0]!;
  for (const { baseline } of HOUSE_TEAMS) {
    expect(baseline(few, classIds, 3)(image)).toEqual(baseline(few, classIds, 3)(image));
  }
});
