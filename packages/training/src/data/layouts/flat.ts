import { existsSync } from "node:fs";
import { join } from "node:path";
import { parsePairRule } from "@maskboard/data";
import { findAside, findTest } from "./challenge.ts";
import { type Listing, listFiles, pairUp, pickListed } from "./files.ts";
import type { LabelledImage, Layout } from "./layout.ts";

/**
 * One folder of images and one of labels, as fastai publishes CamVid: `images/0016E5_07110.png`,
 * `labels/0016E5_07110_P.png` (or `masks/`, or the image's own stem), the classes by line in
 * `codes.txt`, and the images to validate on by line in `valid.txt`. Folders `val` and `test` are taken
 * as in a challenge.
 */
export const flat: Layout = {
  classMap: null,
  matches: (root) => existsSync(join(root, "images")),
  async find(root, pair) {
    const rule = parsePairRule(pair);
    const labels = join(root, existsSync(join(root, "masks")) ? "masks" : "labels");
    const images = await listFiles(join(root, "images"), rule.imageStem);
    const masks = await listFiles(labels, rule.maskStem);
    const own =
      pair !== undefined || [...images.files.keys()].some((stem) => masks.files.has(stem));
    const named = own ? masks : await listFiles(labels, withoutSuffix(rule.maskStem));
    const all = await pairUp(images.files, named, root);
    const list = join(root, "valid.txt");
    const test = await findTest(root, rule);
    if (!existsSync(list)) return { train: all, validation: await findAside(root, rule), test };
    const byStem = new Map(all.map((item) => [item.stem, item]));
    const validation = await pickListed<LabelledImage>(list, byStem);
    const aside = new Set(validation);
    return { train: all.filter((item) => !aside.has(item)), validation, test };
  },
};

/** CamVid's labels are called after their images with `_P` (for palette) behind. */
const withoutSuffix = (stemOf: Listing["stemOf"]) => (name: string) =>
  stemOf(name)?.replace(/_[PL]$/, "") ?? null;
