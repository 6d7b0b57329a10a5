import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, parse } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import type { PairRule } from "@maskboard/data";
import type { LabelledImage } from "./layout.ts";

/**
 * Files by stem, in the order of the stems; empty where there is no such folder. Hidden files, which
 * macOS leaves in archives, are passed over.
 */
export async function listFiles(
  dir: string,
  stemOf: (name: string) => string | null,
): Promise<Map<string, string>> {
  if (!existsSync(dir)) return new Map();
  const found: [string, string][] = [];
  for (const name of await readdir(dir)) {
    const stem = name.startsWith(".") ? null : stemOf(name);
    if (stem !== null) found.push([stem, join(dir, name)]);
  }
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Every image with its mask.
 * @param where the folder that messages name
 * @throws MaskboardError `dataset_unpaired` where an image has none
 */
export function pairUp(
  images: ReadonlyMap<string, string>,
  masks: ReadonlyMap<string, string>,
  where: string,
): LabelledImage[] {
  const bare = [...images.keys()].filter((stem) => !masks.has(stem));
  if (bare.length > 0)
    throw new MaskboardError(
      "dataset_unpaired",
      `${bare.length} images in ${where} have no mask, the first is ${bare[0]}.`,
      { file: bare[0]! },
    );
  return [...images].map(([stem, image]) => ({ stem, image, mask: masks.get(stem)! }));
}

/** Pairs of two folders of `root`. */
export async function listPairs(
  root: string,
  rule: PairRule,
  [images, masks]: readonly [images: string, masks: string] = ["images", "masks"],
): Promise<LabelledImage[]> {
  return pairUp(
    await listFiles(join(root, images), rule.imageStem),
    await listFiles(join(root, masks), rule.maskStem),
    root,
  );
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
