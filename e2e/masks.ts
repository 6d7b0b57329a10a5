import { glob, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { decodeMaskBytes, encodeLabelPng, type ZipItem } from "@maskboard/data";
import { ANIMAL_CLASSES } from "@maskboard/data/synthetic";

/**
 * Masks of a known quality: the truth of all test images, moved to the right by some pixels as a
 * clumsy resize would. 0 is perfect.
 *
 * @param home the site's MASKBOARD_HOME with local storage
 */
export async function shiftedTruth(home: string, shift: number): Promise<ZipItem[]> {
  // Other challenges of the site have other names.
  const pattern = join(home, "storage/challenges/*/v1/test/masks/animal-*.png");
  const items: ZipItem[] = [];
  for await (const file of glob(pattern)) {
    const name = basename(file);
    const truth = decodeMaskBytes(await readFile(file), name, { classes: [...ANIMAL_CLASSES] });
    const labels = new Uint8Array(truth.labels.length);
    for (let y = 0; y < truth.height; y++) {
      const row = y * truth.width;
      for (let x = shift; x < truth.width; x++) labels[row + x] = truth.labels[row + x - shift]!;
    }
    items.push({ path: name, data: encodeLabelPng(labels, truth.width, truth.height) });
  }
  if (items.length === 0) throw new Error(`no truth at ${pattern}`);
  return items;
}

/** The first bytes of a JPEG, for a file that is named .png. */
export const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0);
