import { readdir } from "node:fs/promises";
import { join, parse } from "node:path";
import { MaskboardError, nameList } from "@maskboard/contracts";
import { needFolder } from "./paths.ts";

export interface MaskPair {
  /** File name without its extension. */
  readonly stem: string;
  /** Paths of the two PNG files. */
  readonly truth: string;
  readonly prediction: string;
}

async function pngFiles(folder: string): Promise<Map<string, string>> {
  await needFolder(folder);
  const files = new Map<string, string>();
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name, ext } = parse(entry.name);
    if (ext.toLowerCase() !== ".png" || entry.isDirectory() || name.startsWith(".")) continue;
    const twin = files.get(name);
    if (twin) {
      throw new MaskboardError("masks_duplicate", `${folder} has ${name} twice.`, {
        files: [parse(twin).base, entry.name],
      });
    }
    files.set(name, join(folder, entry.name));
  }
  return files;
}

/**
 * Pairs the PNG files of two folders by stem, in the order of names.
 *
 * @returns the pairs, and the predictions that belong to no true mask
 * @throws UsageError when a folder is not there
 * @throws MaskboardError `masks_missing` when a true mask has no prediction, `masks_duplicate`,
 * `dataset_layout` when there are no true masks
 */
export async function pairMasks(
  truthFolder: string,
  predictionFolder: string,
): Promise<{ pairs: MaskPair[]; extra: string[] }> {
  const truths = await pngFiles(truthFolder);
  const predictions = await pngFiles(predictionFolder);
  if (truths.size === 0) {
    throw new MaskboardError("dataset_layout", `${truthFolder} holds no PNG masks.`);
  }
  const missing = [...truths.keys()].filter((stem) => !predictions.has(stem));
  if (missing.length > 0) {
    throw new MaskboardError(
      "masks_missing",
      `${missing.length} of ${truths.size} masks are missing in ${predictionFolder}.`,
      nameList(missing.map((stem) => `${stem}.png`)),
    );
  }
  return {
    pairs: [...truths].map(([stem, truth]) => ({ stem, truth, prediction: predictions.get(stem)! })),
    extra: [...predictions.keys()].filter((stem) => !truths.has(stem)),
  };
}
