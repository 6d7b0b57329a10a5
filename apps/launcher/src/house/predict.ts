import { encodeLabelPng, readChallengeFolder, readMask, readRgb, writeZip } from "@maskboard/data";
import type { LabelledImage, RgbImage } from "./model.ts";
import type { HouseTeam } from "./teams.ts";

interface TestImage extends RgbImage {
  readonly stem: string;
}

export interface PredictOptions {
  /** Where a team's zip is written. */
  readonly zipFor: (team: HouseTeam) => string;
  readonly onTeam: (team: HouseTeam) => void;
  /** Called when a team's zip is complete. */
  readonly onZip: (team: HouseTeam, zip: string) => Promise<void>;
}

/**
 * Trains each team's baseline on the training part of a challenge folder and writes its predictions
 * for all test images as a zip. Baselines never get the masks of test images.
 */
export async function predictTeams(
  folder: string,
  teams: readonly HouseTeam[],
  seed: number,
  { zipFor, onTeam, onZip }: PredictOptions,
): Promise<void> {
  const challenge = await readChallengeFolder(folder);
  const training: LabelledImage[] = [];
  for (const { image, mask } of challenge.train) {
    const { labels } = await readMask(mask, challenge.classMap);
    training.push({ ...(await readRgb(image)), labels });
  }
  const test: TestImage[] = [];
  for (const { image, stem } of challenge.test) test.push({ ...(await readRgb(image)), stem });
  const classIds = challenge.classMap.classes.map(({ id }) => id);
  for (const team of teams) {
    onTeam(team);
    const predict = team.baseline(training, classIds, seed);
    const items = test.map((image) => ({
      path: `${image.stem}.png`,
      data: encodeLabelPng(predict(image), image.width, image.height),
    }));
    await writeZip(zipFor(team), items);
    await onZip(team, zipFor(team));
  }
}
