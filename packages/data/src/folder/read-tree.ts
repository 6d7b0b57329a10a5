import { readFile } from "node:fs/promises";
import { type ChallengeConfig, MaskboardError } from "@maskboard/contracts";
import { splitPath } from "../check/names.ts";
import { classMapOf, parseConfig } from "./config.ts";
import { Inspector } from "./inspect.ts";
import { type FileSet, matchFiles } from "./match.ts";
import { parsePairRule } from "./pairing.ts";
import { throwProblems } from "./problems.ts";
import { defaultSplit, parseSplit } from "./split.ts";
import type { SourceTree } from "./tree.ts";
import type { ChallengeFolder, ChallengeImage, ClassPixels, ReadOptions } from "./types.ts";

const CONFIG_FILES = ["challenge.yaml", "challenge.yml", "classes.json"];
const KNOWN =
  /^(challenge\.ya?ml|classes\.json|README[^/]*|LICEN[CS]E[^/]*|test\/split\.csv|(train|test)\/(images|masks|depth)\/[^/]+)$/i;

/** Images decoded at the same time: sharp works in threads of its own, masks in this one. */
const CONCURRENCY = 4;

/**
 * Reads and validates a whole data set. Every image is decoded and every mask's labels are counted,
 * so that whatever passes here can be served, shown and scored.
 *
 * @throws MaskboardError `challenge_config`, `dataset_layout`, `dataset_unpaired`,
 * `dataset_bad_image`, `dataset_size_mismatch`, `dataset_stray_label`, `dataset_split`
 */
export async function readTree(tree: SourceTree, options: ReadOptions): Promise<ChallengeFolder> {
  const config = await readConfig(tree);
  const classMap = classMapOf(config);
  const rule = parsePairRule(options.pair);
  const train = matchFiles(tree, "train", rule);
  const test = matchFiles(tree, "test", rule);
  const both = new Set(train.sets.map(({ stem }) => stem));
  const shared = test.sets
    .filter(({ stem }) => both.has(stem))
    .map(
      ({ imageName: file }) =>
        new MaskboardError("dataset_layout", `'${file}' is among the training images too.`, {
          file,
        }),
    );
  throwProblems([...train.problems, ...test.problems, ...shared]);

  const inspector = new Inspector(classMap);
  const problems: MaskboardError[] = [];
  const total = train.sets.length + test.sets.length;
  let done = 0;
  const inspectAll = async (sets: readonly FileSet[], pixels: ClassPixels) => {
    const images = new Map<string, ChallengeImage>();
    const queue = sets.values();
    const worker = async () => {
      for (const set of queue) {
        options.signal?.throwIfAborted();
        const inspection = await inspector.inspect(set, pixels);
        problems.push(...inspection.problems);
        if (inspection.size) images.set(set.stem, toImage(set, inspection.size));
        done += 1;
        options.onProgress?.({ done, total });
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    return sets.flatMap(({ stem }) => images.get(stem) ?? []);
  };
  const classPixels = { train: {} as ClassPixels, test: {} as ClassPixels };
  const trainImages = await inspectAll(train.sets, classPixels.train);
  const testImages = await inspectAll(test.sets, classPixels.test);
  throwProblems(problems);

  const stems = testImages.map(({ stem }) => stem);
  const splitFile = tree.get("test/split.csv");
  const split = splitFile
    ? parseSplit(await readFile(splitFile, "utf8"), stems, rule.imageStem)
    : defaultSplit(stems);
  return {
    config,
    classMap,
    train: trainImages,
    test: testImages.map((image) => ({ ...image, split: split.get(image.stem)! })),
    classPixels,
    notices: notices(tree),
  };
}

async function readConfig(tree: SourceTree): Promise<ChallengeConfig> {
  const name = CONFIG_FILES.find((file) => tree.has(file));
  if (!name) {
    throw new MaskboardError(
      "challenge_config",
      "There is neither a challenge.yaml nor a classes.json at the top of the challenge folder.",
      { expected: CONFIG_FILES },
    );
  }
  return parseConfig(await readFile(tree.get(name)!, "utf8"), name);
}

function toImage(set: FileSet, size: { width: number; height: number }): ChallengeImage {
  const { stem, image, mask, depth } = set;
  const { extension } = splitPath(set.imageName);
  return {
    stem,
    ...size,
    image,
    extension: extension === ".jpeg" ? ".jpg" : extension,
    mask,
    depth,
  };
}

function notices(tree: SourceTree): string[] {
  const ignored = [...tree.keys()].filter((path) => !KNOWN.test(path));
  if (ignored.length === 0) return [];
  const list = ignored.slice(0, 3).join(", ") + (ignored.length > 3 ? ", …" : "");
  return [`Ignored ${ignored.length} ${ignored.length === 1 ? "file" : "files"}: ${list}`];
}
