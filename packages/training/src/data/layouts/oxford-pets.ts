import { existsSync } from "node:fs";
import { join } from "node:path";
import { parsePairRule } from "@maskboard/data";
import { listFiles, pairUp, pickListed, withoutMask } from "./files.ts";
import { classTable, type Layout } from "./layout.ts";

/**
 * The Oxford-IIIT Pet data set (https://www.robots.ox.ac.uk/~vgg/data/pets/): `images/NAME.jpg`,
 * `annotations/trimaps/NAME.png` with 1 for the pet, 2 for the background and 3 for the border between
 * them, `annotations/trainval.txt` and `annotations/test.txt`. A folder of `images/` and `trimaps/`
 * alone is taken as well.
 */
export const oxfordPets: Layout = {
  classMap: classTable(
    [1, "pet", "#f2b134"],
    [2, "background", "#2b2f36"],
    [3, "border", "#3d7ea6"],
  ),
  matches: (root) => trimapsOf(root) !== undefined && existsSync(join(root, "images")),
  async find(root, pair) {
    const rule = parsePairRule(pair);
    const { files: images } = await listFiles(join(root, "images"), rule.imageStem);
    const masks = await listFiles(trimapsOf(root)!, rule.maskStem);
    const [train, test] = ["trainval.txt", "test.txt"].map((name) =>
      [join(root, "annotations", name)].find((file) => existsSync(file)),
    );
    // A few of the published images have no trimap; the lists leave them out.
    const bare = new Set(await withoutMask(images.keys(), masks));
    const listed = new Map([...images].filter(([stem]) => !bare.has(stem)));
    const all = await pairUp(train === undefined ? images : listed, masks, root);
    const byStem = new Map(all.map((item) => [item.stem, item]));
    return {
      train: train === undefined ? all : await pickListed(train, byStem),
      validation: [],
      test: (test === undefined ? [] : await pickListed(test, byStem)).map((item) => ({
        ...item,
        split: null,
      })),
    };
  },
};

const trimapsOf = (root: string): string | undefined =>
  ["annotations/trimaps", "trimaps"].map((name) => join(root, name)).find((dir) => existsSync(dir));
