import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type ClassMap, classMapSchema, MaskboardError } from "@maskboard/contracts";
import { classMapOf, parseConfig } from "@maskboard/data";

const CLASS_FILES = ["challenge.yaml", "challenge.yml", "classes.json", "codes.txt", "classes.txt"];

/** Names that stand for "no class" in lists of names. */
const VOID_NAMES = ["void", "unlabelled", "unlabeled", "ignore"];

/** The file of classes that a folder has. */
export const ownClasses = (root: string): string | undefined =>
  CLASS_FILES.map((name) => join(root, name)).find((file) => existsSync(file));

/** @throws MaskboardError `dataset_layout` where there is no file, `challenge_config` for what it says */
export async function readClasses(file: string | undefined, root: string): Promise<ClassMap> {
  if (file === undefined || !existsSync(file))
    throw new MaskboardError(
      "dataset_layout",
      file === undefined
        ? `${root} holds neither challenge.yaml nor classes.json nor codes.txt: give the folder of a challenge or of an unpacked data kit, or name a file of classes by --classes.`
        : `There is no file of classes ${file}.`,
      { file: file ?? root },
    );
  const text = await readFile(file, "utf8");
  return file.endsWith(".txt")
    ? parseCodes(text, file)
    : classMapOf(parseConfig(text, basename(file)));
}

/**
 * Classes by line, as fastai's `codes.txt`: the first line names label 0. A line `Void` (or
 * `Unlabelled`, `Ignore`) names the label that is left out of loss and scores. The file has no
 * colours, so they are chosen here.
 * @throws MaskboardError `challenge_config` where the names are no classes
 */
function parseCodes(text: string, file: string): ClassMap {
  const names = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.trim());
  const isVoid = (name: string) => VOID_NAMES.includes(name.toLowerCase());
  const empty = names.indexOf("");
  const voids = names.flatMap((name, id) => (isVoid(name) ? [id] : []));
  const parsed = classMapSchema.safeParse({
    classes: names.flatMap((name, id) => (isVoid(name) ? [] : [{ id, name, color: colorOf(id) }])),
    ...(voids.length > 0 ? { void: voids[0] } : {}),
  });
  if (parsed.success && voids.length < 2) return parsed.data;
  const why =
    empty >= 0
      ? `line ${empty + 1} is empty, but line N + 1 names label N`
      : voids.length > 1
        ? `lines ${voids.map((id) => id + 1).join(" and ")} both name what is no class`
        : parsed.error!.issues.map(({ message }) => message).join("; ");
  throw new MaskboardError("challenge_config", `${basename(file)}: ${why}.`, { file });
}

/** Hues a golden angle apart, so that neighbours differ, in three lightnesses, so that all do. */
function colorOf(id: number): string {
  const [hue, lightness] = [(id * 137.508) % 360, [0.5, 0.66, 0.38][id % 3]!];
  const chroma = 0.62 * Math.min(lightness, 1 - lightness);
  // https://www.w3.org/TR/css-color-4/#hsl-to-rgb
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return `#${[0, 8, 4].map((n) => channel(n).toString(16).padStart(2, "0")).join("")}`;
}
