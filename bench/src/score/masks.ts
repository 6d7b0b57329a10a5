import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClassMap } from "@maskboard/contracts";
import { encodeLabelPng } from "@maskboard/data";
import { ANIMAL_CLASSES, renderAnimalScene } from "@maskboard/data/synthetic";
import { SHARED_DATA } from "../env.ts";
import type { MaskPair } from "./fixture.ts";

const NAMES = ["background", "head", "body", "fins", "tail"];

export const CATFISH_CLASSES: ClassMap = {
  classes: NAMES.map((name, i) => ({ id: i + 1, name, color: `#0000${i}0` })),
  void: 0,
};

/**
 * Hand-drawn masks of about 640 x 853, as published; the prediction for each is the mask of another
 * image of its size, so that both sides are real files and have little in common.
 */
export async function catfishPairs(): Promise<MaskPair[]> {
  const masks: { path: string; width: number; height: number }[] = [];
  for (const split of ["train", "val"]) {
    const dir = join(SHARED_DATA, "catfish", split, "masks");
    for (const name of (await readdir(dir)).sort()) {
      const path = join(dir, name);
      const header = await readFile(path);
      masks.push({ path, width: header.readUInt32BE(16), height: header.readUInt32BE(20) });
    }
  }
  const bySize = Map.groupBy(masks, ({ width, height }) => `${width}x${height}`);
  return [...bySize.values()].flatMap((group) =>
    group.map(({ path, width, height }, i) => ({
      truth: path,
      width,
      height,
      prediction: group[(i + 1) % group.length]!.path,
    })),
  );
}

export const DRAWN_CLASSES: ClassMap = { classes: ANIMAL_CLASSES.map((entry) => ({ ...entry })) };

/** Masks of the generated challenge, 350 x 350; predictions are off by a few pixels everywhere. */
export async function drawnPairs(dir: string, count: number): Promise<MaskPair[]> {
  await mkdir(dir, { recursive: true });
  const pairs: MaskPair[] = [];
  for (let index = 0; index < count; index++) {
    const { labels, width, height } = renderAnimalScene({ seed: 1, index });
    const shift = 4 * width + 5;
    const shifted = labels.map((_, pixel) => labels[Math.max(0, pixel - shift)]!);
    const [truth, prediction] = [join(dir, `${index}-truth.png`), join(dir, `${index}-pred.png`)];
    await writeFile(truth, encodeLabelPng(labels, width, height));
    await writeFile(prediction, encodeLabelPng(shifted, width, height));
    pairs.push({ truth, prediction, width, height });
  }
  return pairs;
}
