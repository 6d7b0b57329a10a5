import { readFile } from "node:fs/promises";
import {
  type ChallengeConfig,
  type ClassMap,
  MaskboardError,
  type SplitName,
} from "@maskboard/contracts";
import { splitPath } from "../check/names.ts";
import { classMapOf, parseConfig } from "./config.ts";
import { type Inspected, type Side, toFindings } from "./findings.ts";
import { type Inspection, Inspector } from "./inspect.ts";
import { type FileSet, type Matching, matchFiles } from "./match.ts";
import { type PairRule, parsePairRule } from "./pairing.ts";
import { defaultSplit, parseSplit } from "./split.ts";
import type { SourceTree } from "./tree.ts";
import type { ChallengeImage, ChallengeInspection, ClassPixels, ReadOptions } from "./types.ts";

const CONFIG_FILES = ["challenge.yaml", "challenge.yml", "classes.json"];
const KNOWN =
  /^(challenge\.ya?ml|classes\.json|README[^/]*|LICEN[CS]E[^/]*|test\/split\.csv|(train|test)\/(images|masks|depth)\/[^/]+)$/i;

/** Images decoded at the same time: sharp works in threads of its own, masks in this one. */
const CONCURRENCY = 4;

/** An image with what its files hold; `null` where a file can't be read. */
interface Entry extends Inspection {
  readonly role: "train" | "test";
  readonly set: FileSet;
}

/**
 * Looks at a whole data set and tells everything that is in it and wrong with it. Every image is
 * decoded and every mask's labels are counted.
 *
 * @throws MaskboardError `challenge_config` when it is not known what to look for
 */
export async function inspectTree(
  tree: SourceTree,
  options: ReadOptions,
): Promise<ChallengeInspection> {
  const config = await readConfig(tree);
  const classMap = classMapOf(config);
  const rule = parsePairRule(options.pair);
  const train = matchFiles(tree, "train", rule);
  const test = matchFiles(tree, "test", rule);
  const shared = sharedFiles(train, test);
  const entries = await inspectAll(train, test, new Inspector(classMap), options);
  const split = await readSplit(tree, test.stems, rule);

  const single = entries.flatMap(({ problems }) => problems);
  // What misses its counterpart and stems on both sides are told as lists of their own.
  const lone = [...train.problems, ...test.problems].filter(({ code, details }) => {
    return !(code === "dataset_unpaired" && details.files);
  });
  const findings = toFindings(classMap, {
    images: entries.flatMap((entry) => inspected(entry, split.sides)),
    unpaired: [...train.unpaired, ...test.unpaired],
    sharedStems: shared.map(({ stem }) => stem),
    problems: [...lone, ...single, ...split.problems],
  });
  const problems = [
    ...train.problems,
    ...test.problems,
    ...shared.map(({ problem }) => problem),
    ...single,
    ...split.problems,
  ];
  const readable = entries.flatMap(({ role, set, picture, mask }) =>
    picture && mask ? [{ role, ...set }] : [],
  );
  const base = { config, classMap, findings, readable, notices: notices(tree), problems };
  if (problems.length > 0) return { ...base, folder: null };
  const images = (role: Entry["role"]) =>
    entries.filter((entry) => entry.role === role).map((entry) => toImage(entry, classMap));
  const folder = {
    ...{ config, classMap, findings, notices: base.notices },
    train: images("train"),
    test: images("test").map((image) => ({ ...image, split: split.sides.get(image.stem)! })),
    classPixels: { train: pixelsOf(entries, "train"), test: pixelsOf(entries, "test") },
  };
  return { ...base, folder };
}

async function inspectAll(
  train: Matching,
  test: Matching,
  inspector: Inspector,
  options: ReadOptions,
): Promise<Entry[]> {
  const sets = [
    ...train.sets.map((set) => ({ role: "train" as const, set })),
    ...test.sets.map((set) => ({ role: "test" as const, set })),
  ];
  const entries: Entry[] = [];
  const queue = sets.entries();
  let done = 0;
  const worker = async () => {
    for (const [index, { role, set }] of queue) {
      options.signal?.throwIfAborted();
      entries[index] = { role, set, ...(await inspector.inspect(set)) };
      done += 1;
      options.onProgress?.({ done, total: sets.length });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return entries;
}

/** Training and test images of the same stem: kits and storage would mix them up. */
function sharedFiles(train: Matching, test: Matching) {
  const both = new Set(train.sets.map(({ stem }) => stem));
  return test.sets
    .filter(({ stem }) => both.has(stem))
    .map(({ stem, imageName: file }) => ({
      stem,
      problem: new MaskboardError("dataset_layout", `'${file}' is among the training images too.`, {
        file,
      }),
    }));
}

/** The side of each test image; that of the default where `test/split.csv` is at fault. */
async function readSplit(
  tree: SourceTree,
  stems: readonly string[],
  rule: PairRule,
): Promise<{ sides: Map<string, SplitName>; problems: MaskboardError[] }> {
  const file = tree.get("test/split.csv");
  if (!file) return { sides: defaultSplit(stems), problems: [] };
  try {
    return { sides: parseSplit(await readFile(file, "utf8"), stems, rule.imageStem), problems: [] };
  } catch (error) {
    if (!(error instanceof MaskboardError)) throw error;
    return { sides: defaultSplit(stems), problems: [error] };
  }
}

function inspected({ role, set, picture, mask }: Entry, sides: Map<string, SplitName>) {
  if (!picture) return [];
  const side: Side = role === "train" ? "train" : (sides.get(set.stem) ?? "private");
  const found: Inspected = { ...picture, side, name: set.imageName, labels: mask?.labels ?? null };
  return [found];
}

function pixelsOf(entries: readonly Entry[], role: Entry["role"]): ClassPixels {
  const pixels: ClassPixels = {};
  for (const entry of entries) {
    if (entry.role !== role) continue;
    for (const [label, { count }] of entry.mask!.labels) {
      pixels[label] = (pixels[label] ?? 0) + count;
    }
  }
  return pixels;
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

/** For entries without faults. */
function toImage({ set, picture, mask }: Entry, { classes }: ClassMap): ChallengeImage {
  const { stem, image, mask: maskPath, depth } = set;
  const { extension } = splitPath(set.imageName);
  const { width, height, hash } = picture!;
  return {
    stem,
    width,
    height,
    image,
    extension: extension === ".jpeg" ? ".jpg" : extension,
    mask: maskPath,
    depth,
    maskSha256: mask!.sha256,
    classPixels: classes.map(({ id }) => mask!.labels.get(id)?.count ?? 0),
    imageHash: hash,
  };
}

function notices(tree: SourceTree): string[] {
  const ignored = [...tree.keys()].filter((path) => !KNOWN.test(path));
  if (ignored.length === 0) return [];
  const list = ignored.slice(0, 3).join(", ") + (ignored.length > 3 ? ", …" : "");
  return [`Ignored ${ignored.length} ${ignored.length === 1 ? "file" : "files"}: ${list}`];
}
