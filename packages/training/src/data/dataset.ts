import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import { ownClasses, readClasses } from "./classes.ts";
import { challenge } from "./layouts/challenge.ts";
import { drivableArea } from "./layouts/drivable-area.ts";
import { flat } from "./layouts/flat.ts";
import type { Dataset, Layout } from "./layouts/layout.ts";
import { oxfordPets } from "./layouts/oxford-pets.ts";

export type { Dataset, LabelledImage } from "./layouts/layout.ts";

export interface OpenOptions {
  /** See `parsePairRule`. */
  readonly pair?: string | undefined;
  /** A file of classes or what it says, where the folder has none or another one is wanted. */
  readonly classes?: string | ClassMap | undefined;
}

/** The first that fits is taken; the last one says what is missing. */
const LAYOUTS: readonly Layout[] = [drivableArea, oxfordPets, challenge, flat];

/**
 * Finds images and masks of a challenge folder, an unpacked data kit, or any folder of
 * `train/{images,masks}` or `{images,masks}`, with `val/{images,masks}` where it has them; and of
 * CamVid, the Oxford-IIIT pets and BDD100K's drivable area as they are published.
 * @throws MaskboardError `dataset_layout`, `dataset_unpaired`, `mask_not_png` or `challenge_config`
 */
export async function openDataset(dir: string, options: OpenOptions = {}): Promise<Dataset> {
  const root = resolve(dir);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new MaskboardError(
      "dataset_layout",
      `${dir} is no folder: give the folder of a challenge, or unpack the data kit and give that.`,
      { file: dir },
    );
  const layout = LAYOUTS.find((one) => one.matches(root)) ?? challenge;
  const classMap = await classesOf(root, layout, options.classes);
  const found = await layout.find(root, options.pair);
  if (found.train.length < 2)
    throw new MaskboardError(
      "dataset_layout",
      `${dir} has fewer than 2 training images: they belong into train/images, or images.`,
      { file: dir },
    );
  return { dir: root, pair: options.pair, classMap, ...found };
}

async function classesOf(root: string, layout: Layout, given: OpenOptions["classes"]) {
  if (typeof given === "object") return given;
  const file = given ?? ownClasses(root);
  if (file === undefined && layout.classMap) return layout.classMap;
  const classMap = await readClasses(file, root);
  if (classMap.classes.length >= 2 && classMap.classes.length <= 255) return classMap;
  throw new MaskboardError(
    "challenge_config",
    `Training takes 2 to 255 classes, not ${classMap.classes.length}.`,
    { file: file! },
  );
}
