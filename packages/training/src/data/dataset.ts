import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, parse, resolve } from "node:path";
import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import { classMapOf, parseConfig, parsePairRule } from "@maskboard/data";

/** An image with its mask; paths of files. */
export interface LabelledImage {
  readonly stem: string;
  readonly image: string;
  readonly mask: string;
}

/** A test image; a challenge folder has its mask and split, a data kit has neither. */
export interface TestImage {
  readonly stem: string;
  readonly image: string;
  readonly mask: string | null;
  readonly split: string | null;
}

/** The files of a challenge folder or of a data kit, found by name and not yet decoded. */
export interface Dataset {
  readonly dir: string;
  readonly classMap: ClassMap;
  readonly train: LabelledImage[];
  readonly test: TestImage[];
}

/**
 * Finds images and masks of a challenge folder or an unpacked data kit.
 * @param pair see `parsePairRule`
 * @throws MaskboardError `dataset_layout`, `dataset_unpaired` or `challenge_config`
 */
export async function openDataset(dir: string, pair?: string): Promise<Dataset> {
  const root = resolve(dir);
  const config = ["challenge.yaml", "challenge.yml", "classes.json"].find((name) =>
    existsSync(join(root, name)),
  );
  if (!config)
    throw new MaskboardError(
      "dataset_layout",
      `${dir} holds neither challenge.yaml nor classes.json: give the folder of a challenge or of an unpacked data kit.`,
      { file: dir },
    );
  const classMap = classMapOf(parseConfig(await readFile(join(root, config), "utf8"), config));
  if (classMap.classes.length < 2 || classMap.classes.length > 255)
    throw new MaskboardError(
      "challenge_config",
      `Training takes 2 to 255 classes, not ${classMap.classes.length}.`,
      { file: config },
    );
  const rule = parsePairRule(pair);
  const train = await list(join(root, "train/images"), rule.imageStem);
  const masks = await list(join(root, "train/masks"), rule.maskStem);
  const bare = [...train.keys()].filter((stem) => !masks.has(stem));
  if (bare.length > 0)
    throw new MaskboardError(
      "dataset_unpaired",
      `${bare.length} training images have no mask, the first is ${bare[0]}.`,
      { file: bare[0]! },
    );
  if (train.size < 2)
    throw new MaskboardError("dataset_layout", `${dir}/train/images has fewer than 2 images.`, {
      file: dir,
    });
  const test = await list(join(root, "test/images"), rule.imageStem);
  const truth = await list(join(root, "test/masks"), rule.maskStem);
  const splits = await readSplits(join(root, "test/split.csv"), rule.imageStem);
  return {
    dir: root,
    classMap,
    train: [...train].map(([stem, image]) => ({ stem, image, mask: masks.get(stem)! })),
    test: [...test].map(([stem, image]) => ({
      stem,
      image,
      mask: truth.get(stem) ?? null,
      split: splits.get(stem) ?? null,
    })),
  };
}

/** Files by stem, in the order of the stems; empty where there is no such folder. */
async function list(
  dir: string,
  stemOf: (name: string) => string | null,
): Promise<Map<string, string>> {
  if (!existsSync(dir)) return new Map();
  const found: [string, string][] = [];
  for (const name of await readdir(dir)) {
    const stem = stemOf(name);
    if (stem !== null) found.push([stem, join(dir, name)]);
  }
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readSplits(
  file: string,
  stemOf: (name: string) => string | null,
): Promise<Map<string, string>> {
  if (!existsSync(file)) return new Map();
  const rows = (await readFile(file, "utf8")).trim().split(/\r?\n/).slice(1);
  return new Map(
    rows.map((row) => {
      const [image = "", split = ""] = row.split(",");
      return [stemOf(image) ?? parse(image).name, split];
    }),
  );
}
