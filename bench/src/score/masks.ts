import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClassMap } from "@maskboard/contracts";
import { encodeLabelPng } from "@maskboard/data";
import { ANIMAL_CLASSES, renderAnimalScene } from "@maskboard/data/synthetic";
import { SHARED_DATA } from "../env.ts";
import type { MaskFile } from "./fixture.ts";

const NAMES = ["background", "head", "body", "fins", "tail"];

export const CATFISH_CLASSES: ClassMap = {
  classes: NAMES.map((name, i) => ({ id: i + 1, name, color: `#0000${i}0` })),
  void: 0,
};

/** Hand-drawn masks of about 640 x 853, as published. */
export async function catfishMasks(): Promise<MaskFile[]> {
  const masks: MaskFile[] = [];
  for (const split of ["train", "val"]) {
    const dir = join(SHARED_DATA, "catfish", split, "masks");
    for (const name of (await readdir(dir)).sort()) {
      const path = join(dir, name);
      const header = await readFile(path);
      masks.push({ path, width: header.readUInt32BE(16), height: header.readUInt32BE(20) });
    }
  }
  return masks;
}

export const DRAWN_CLASSES: ClassMap = { classes: ANIMAL_CLASSES.map((entry) => ({ ...entry })) };

/** Masks of the generated challenge, 350 x 350, written the way the seeded teams write theirs. */
export async function drawnMasks(dir: string, count: number): Promise<MaskFile[]> {
  await mkdir(dir, { recursive: true });
  const masks: MaskFile[] = [];
  for (let index = 0; index < count; index++) {
    const { labels, width, height } = renderAnimalScene({ seed: 1, index });
    const path = join(dir, `drawn-${index}.png`);
    await writeFile(path, encodeLabelPng(labels, width, height));
    masks.push({ path, width, height });
  }
  return masks;
}
