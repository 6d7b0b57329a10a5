import { statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, parse } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import type { PairRule } from "@maskboard/data";
import type { LabelledImage } from "./layout.ts";

type StemOf = (name: string) => string | null;

/** Files of one folder by stem, in the order of the stems. */
export interface Listing {
  readonly dir: string;
  readonly stemOf: StemOf;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Empty where there is no such folder.
 * @throws MaskboardError `dataset_layout` where two files have one stem
 */
export async function listFiles(dir: string, stemOf: StemOf): Promise<Listing> {
  const files = new Map<string, string>();
  const names = await namesIn(dir);
  for (const name of names) {
    const stem = stemOf(name);
    if (stem === null) continue;
    const [file, other] = [join(dir, name), files.get(stem)];
    if (other !== undefined)
      throw new MaskboardError(
        "dataset_layout",
        `${other} and ${file} have the same stem, ${stem}: rename or remove one of them.`,
        { file, files: [other, file] },
      );
    files.set(stem, file);
  }
  return { dir, stemOf, files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Without hidden files, which macOS leaves in archives. */
async function namesIn(dir: string): Promise<string[]> {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return [];
  return (await readdir(dir)).filter((name) => !name.startsWith(".")).sort();
}

/**
 * Stems without a mask.
 * @throws MaskboardError `mask_not_png` where one of them has a mask that is another kind of picture
 */
export async function withoutMask(stems: Iterable<string>, masks: Listing): Promise<string[]> {
  const bare = [...stems].filter((stem) => !masks.files.has(stem));
  if (bare.length === 0) return bare;
  const searched = new Set(bare);
  const others = (await namesIn(masks.dir)).filter((name) => {
    if (!/\.(jpe?g|webp|bmp|gif|tiff?)$/i.test(name)) return false;
    const stem = masks.stemOf(`${parse(name).name}.png`);
    return stem !== null && searched.has(stem);
  });
  const [first] = others;
  if (first === undefined) return bare;
  const file = join(masks.dir, first);
  const more = others.length > 1 ? ` (and ${others.length - 1} more)` : "";
  throw new MaskboardError(
    "mask_not_png",
    `The mask ${file}${more} is no PNG. Masks must be PNG, because JPEG and other formats change labels: save it as PNG from the original labels.`,
    { file },
  );
}

/**
 * Every image with its mask.
 * @param where the folder that messages name
 * @throws MaskboardError `dataset_unpaired` where an image has none, `mask_not_png` where it is none
 */
export async function pairUp(
  images: ReadonlyMap<string, string>,
  masks: Listing,
  where: string,
): Promise<LabelledImage[]> {
  const bare = await withoutMask(images.keys(), masks);
  if (bare.length > 0)
    throw new MaskboardError(
      "dataset_unpaired",
      `${bare.length} images in ${where} have no mask, the first is ${bare[0]}.`,
      { file: bare[0]! },
    );
  return [...images].map(([stem, image]) => ({ stem, image, mask: masks.files.get(stem)! }));
}

/** Pairs of two folders of `root`. */
export async function listPairs(
  root: string,
  rule: PairRule,
  [images, masks]: readonly [images: string, masks: string] = ["images", "masks"],
): Promise<LabelledImage[]> {
  const { files } = await listFiles(join(root, images), rule.imageStem);
  return pairUp(files, await listFiles(join(root, masks), rule.maskStem), root);
}

/**
 * The stems that a list names: the first word of each line, with or without an extension; empty lines
 * and those that begin with # count for nothing.
 */
async function readStems(file: string): Promise<string[]> {
  const lines = (await readFile(file, "utf8")).split(/\r?\n/).map((line) => line.trim());
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const { base, name } = parse(line.split(/\s+/)[0]!);
      return (/\.(jpe?g|png|webp)$/i.test(base) ? name : base).normalize("NFC");
    });
}

/**
 * The items that a list names, in its order.
 * @throws MaskboardError `dataset_layout` where it names one that is not there
 */
export async function pickListed<T>(file: string, items: ReadonlyMap<string, T>): Promise<T[]> {
  const stems = await readStems(file);
  const missing = stems.filter((stem) => !items.has(stem));
  if (missing.length > 0)
    throw new MaskboardError(
      "dataset_layout",
      `${basename(file)} names ${missing.length} images that are not there, the first is ${missing[0]}: add them, or take their lines out of ${file}.`,
      { file, value: missing[0]! },
    );
  return [...new Set(stems)].map((stem) => items.get(stem)!);
}
