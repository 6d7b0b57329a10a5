import { existsSync, statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, parse, resolve } from "node:path";
import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import { classMapOf, type PairRule, parseConfig, parsePairRule } from "@maskboard/data";

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

/** The files of a challenge folder, a data kit or another folder, found by name, not yet decoded. */
export interface Dataset {
  readonly dir: string;
  /** How its masks are named, where not by the image's stem. */
  readonly pair: string | undefined;
  readonly classMap: ClassMap;
  readonly train: LabelledImage[];
  /** Images that the folder itself sets aside for validation; none where it has no such folder. */
  readonly validation: LabelledImage[];
  readonly test: TestImage[];
}

export interface OpenOptions {
  /** See `parsePairRule`. */
  readonly pair?: string | undefined;
  /** A file of classes or what it says, where the folder has none or another one is wanted. */
  readonly classes?: string | ClassMap | undefined;
}

const CLASS_FILES = ["challenge.yaml", "challenge.yml", "classes.json"];
const VALIDATION = ["val", "valid", "validation"];

/**
 * Finds images and masks of a challenge folder, an unpacked data kit, or any folder of
 * `train/{images,masks}` or `{images,masks}`, with `val/{images,masks}` where it has them.
 * @throws MaskboardError `dataset_layout`, `dataset_unpaired` or `challenge_config`
 */
export async function openDataset(dir: string, options: OpenOptions = {}): Promise<Dataset> {
  const root = resolve(dir);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new MaskboardError(
      "dataset_layout",
      `${dir} is no folder: give the folder of a challenge, or unpack the data kit and give that.`,
      { file: dir },
    );
  const { classes } = options;
  const classMap = typeof classes === "object" ? classes : await readClasses(root, classes);
  const rule = parsePairRule(options.pair);
  const flat = !existsSync(join(root, "train")) && existsSync(join(root, "images"));
  const train = await listPairs(flat ? root : join(root, "train"), rule);
  if (train.length < 2)
    throw new MaskboardError(
      "dataset_layout",
      `${dir} has fewer than 2 training images: they belong into train/images, or images.`,
      { file: dir },
    );
  const aside = VALIDATION.find((name) => existsSync(join(root, name, "images")));
  const test = await list(join(root, "test/images"), rule.imageStem);
  const truth = await list(join(root, "test/masks"), rule.maskStem);
  const splits = await readSplits(join(root, "test/split.csv"), rule.imageStem);
  return {
    dir: root,
    pair: options.pair,
    classMap,
    train,
    validation: aside === undefined ? [] : await listPairs(join(root, aside), rule),
    test: [...test].map(([stem, image]) => ({
      stem,
      image,
      mask: truth.get(stem) ?? null,
      split: splits.get(stem) ?? null,
    })),
  };
}

async function readClasses(root: string, given: string | undefined): Promise<ClassMap> {
  const own = CLASS_FILES.map((name) => join(root, name)).find((file) => existsSync(file));
  const file = given ?? own;
  if (file === undefined || !existsSync(file))
    throw new MaskboardError(
      "dataset_layout",
      file === undefined
        ? `${root} holds neither challenge.yaml nor classes.json: give the folder of a challenge or of an unpacked data kit, or name a file of classes by --classes.`
        : `There is no file of classes ${file}.`,
      { file: file ?? root },
    );
  const classMap = classMapOf(parseConfig(await readFile(file, "utf8"), basename(file)));
  if (classMap.classes.length < 2 || classMap.classes.length > 255)
    throw new MaskboardError(
      "challenge_config",
      `Training takes 2 to 255 classes, not ${classMap.classes.length}.`,
      { file },
    );
  return classMap;
}

async function listPairs(folder: string, rule: PairRule): Promise<LabelledImage[]> {
  const images = await list(join(folder, "images"), rule.imageStem);
  const masks = await list(join(folder, "masks"), rule.maskStem);
  const bare = [...images.keys()].filter((stem) => !masks.has(stem));
  if (bare.length > 0)
    throw new MaskboardError(
      "dataset_unpaired",
      `${bare.length} images in ${folder} have no mask, the first is ${bare[0]}.`,
      { file: bare[0]! },
    );
  return [...images].map(([stem, image]) => ({ stem, image, mask: masks.get(stem)! }));
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
