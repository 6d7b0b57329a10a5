import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { type PairRule, parsePairRule } from "@maskboard/data";
import { listFiles, listPairs, withoutMask } from "./files.ts";
import type { LabelledImage, Layout, TestImage } from "./layout.ts";

const VALIDATION = ["val", "valid", "validation"];

/**
 * A challenge folder or an unpacked data kit: `train/{images,masks}`, `test/{images,masks}` with
 * `test/split.csv`, and `val/{images,masks}` where it has them.
 */
export const challenge: Layout = {
  classMap: null,
  matches: (root) => existsSync(join(root, "train")),
  async find(root, pair) {
    const rule = parsePairRule(pair);
    return {
      train: await listPairs(join(root, "train"), rule),
      validation: await findAside(root, rule),
      test: await findTest(root, rule),
    };
  },
};

/** Images of a folder `val`; none where there is no such folder. */
export async function findAside(root: string, rule: PairRule): Promise<LabelledImage[]> {
  const aside = VALIDATION.find((name) => existsSync(join(root, name, "images")));
  return aside === undefined ? [] : listPairs(join(root, aside), rule);
}

/**
 * Images of `test/images` with what `test` says about them.
 * @throws MaskboardError `mask_not_png` where a mask is another kind of picture
 */
export async function findTest(root: string, rule: PairRule): Promise<TestImage[]> {
  const masks = await listFiles(join(root, "test/masks"), rule.maskStem);
  const splits = await readSplits(join(root, "test/split.csv"), rule.imageStem);
  const images = await listFiles(join(root, "test/images"), rule.imageStem);
  await withoutMask(images.files.keys(), masks);
  return [...images.files].map(([stem, image]) => ({
    stem,
    image,
    mask: masks.files.get(stem) ?? null,
    split: splits.get(stem) ?? null,
  }));
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
