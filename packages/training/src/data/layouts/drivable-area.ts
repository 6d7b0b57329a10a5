import { existsSync } from "node:fs";
import { join } from "node:path";
import { parsePairRule } from "@maskboard/data";
import { listPairs } from "./files.ts";
import { classTable, type Layout } from "./layout.ts";

const LABELS = "labels/drivable/masks";

/**
 * BDD100K's drivable area (https://doc.bdd100k.com/format.html): `images/100k/{train,val}/NAME.jpg` and
 * `labels/drivable/masks/{train,val}/NAME.png` with 0 for the own lane, 1 for an alternative one and 2
 * for all else.
 */
export const drivableArea: Layout = {
  classMap: classTable(
    [0, "direct", "#e6194b"],
    [1, "alternative", "#4cb5f5"],
    [2, "background", "#2b2f36"],
  ),
  matches: (root) => existsSync(join(root, LABELS)),
  async find(root, pair) {
    const rule = parsePairRule(pair);
    const images = existsSync(join(root, "images/100k")) ? "images/100k" : "images";
    const part = (name: string) =>
      listPairs(root, rule, [`${images}/${name}`, `${LABELS}/${name}`]);
    return { train: await part("train"), validation: await part("val"), test: [] };
  },
};
