import { existsSync } from "node:fs";
import { join } from "node:path";
import { parsePairRule } from "@maskboard/data";
import { listPairs } from "./files.ts";
import type { Layout } from "./layout.ts";

const LABELS = "labels/drivable/masks";

/**
 * BDD100K's drivable area (https://doc.bdd100k.com/format.html): `images/100k/{train,val}/NAME.jpg` and
 * `labels/drivable/masks/{train,val}/NAME.png` with 0 for the own lane, 1 for an alternative one and 2
 * for all else.
 */
export const drivableArea: Layout = {
  classMap: {
    classes: [
      { id: 0, name: "direct", color: "#e6194b" },
      { id: 1, name: "alternative", color: "#4cb5f5" },
      { id: 2, name: "background", color: "#2b2f36" },
    ],
  },
  matches: (root) => existsSync(join(root, LABELS)),
  async find(root, pair) {
    const rule = parsePairRule(pair);
    const images = existsSync(join(root, "images/100k")) ? "images/100k" : "images";
    const part = (name: string) =>
      listPairs(root, rule, [`${images}/${name}`, `${LABELS}/${name}`]);
    return { train: await part("train"), validation: await part("val"), test: [] };
  },
};
