import { readdir } from "node:fs/promises";
import { extname, join, parse } from "node:path";
import { type ClassMap, MaskboardError, nameList } from "@maskboard/contracts";
import { readMask } from "@maskboard/data";
import {
  createClassIndex,
  type ImageMatrix,
  type Summary,
  summarize,
  unknownLabels,
} from "@maskboard/metrics";
import { narrow } from "./narrow.ts";
import { PairCounter } from "./pair-counter.ts";

export interface FoldersJob {
  readonly truthDir: string;
  readonly predDir: string;
  readonly classMap: ClassMap;
  readonly onProgress?: (progress: { done: number; total: number }) => void;
  readonly signal?: AbortSignal;
}

/** A label in a prediction that is neither a class nor void, counted as a miss. */
export interface StrayLabel {
  readonly file: string;
  readonly label: number;
  readonly count: number;
  /** Its first pixel, from the top left corner. */
  readonly x: number;
  readonly y: number;
}

export interface FoldersEvaluation {
  readonly summary: Summary;
  readonly strays: StrayLabel[];
  readonly notices: string[];
}

/**
 * Scores a folder of predicted masks against a folder of true masks with the scorer's own decoder
 * and counter. Masks pair by file stem; every true mask needs a prediction.
 *
 * @throws MaskboardError `not_found`, `masks_missing`, `masks_duplicate`, `mask_…`,
 * `dataset_stray_label` (in the truth)
 */
export async function evaluateFolders(job: FoldersJob): Promise<FoldersEvaluation> {
  const { classMap, onProgress } = job;
  const truth = await listMasks(job.truthDir);
  const predictions = await listMasks(job.predDir);
  if (truth.size === 0) {
    throw new MaskboardError("not_found", `There are no PNG masks in ${job.truthDir}.`, {
      file: job.truthDir,
    });
  }
  const missing = [...truth.keys()].filter((stem) => !predictions.has(stem));
  if (missing.length > 0) {
    throw new MaskboardError(
      "masks_missing",
      `${missing.length} of ${truth.size} predictions are missing: ${missing.slice(0, 5).join(", ")}`,
      nameList(missing),
    );
  }
  const extra = [...predictions.keys()].filter((stem) => !truth.has(stem)).length;
  const classes = createClassIndex(
    classMap.classes.map(({ id }) => id),
    classMap.void ?? null,
  );
  const counter = new PairCounter(classMap);
  const images: ImageMatrix[] = [];
  const strays: StrayLabel[] = [];
  for (const [name, truthFile] of truth) {
    job.signal?.throwIfAborted();
    const file = predictions.get(name)!;
    const expected = await readMask(join(job.truthDir, truthFile), classMap);
    const predicted = await readMask(join(job.predDir, file), classMap);
    if (expected.width !== predicted.width || expected.height !== predicted.height) {
      const [value, wanted] = [predicted, expected].map((m) => `${m.width} x ${m.height}`);
      throw new MaskboardError(
        "mask_wrong_size",
        `'${file}' has ${value} pixels, the true mask has ${wanted}.`,
        { file, value: value!, expected: wanted! },
      );
    }
    const [wrong] = unknownLabels(classes, expected.labels);
    if (wrong) {
      const { width } = expected;
      throw new MaskboardError(
        "dataset_stray_label",
        `The true mask '${truthFile}' has the label ${wrong.label}, which is no class.`,
        { file: truthFile, value: wrong.label, ...position(wrong.pixel, width) },
      );
    }
    const { matrix, unknown } = counter.count(narrow(expected.labels), narrow(predicted.labels));
    for (const stray of unknown > 0 ? unknownLabels(classes, predicted.labels) : []) {
      const { label, count, pixel } = stray;
      strays.push({ file, label, count, ...position(pixel, predicted.width) });
    }
    images.push({ name, matrix });
    onProgress?.({ done: images.length, total: truth.size });
  }
  return {
    summary: summarize(classMap.classes, images),
    strays,
    notices: extra > 0 ? [`Ignored ${extra} predictions without a true mask.`] : [],
  };
}

function position(pixel: number, width: number): { x: number; y: number } {
  return { x: pixel % width, y: Math.floor(pixel / width) };
}

/** PNG files by stem, in order of stem. */
async function listMasks(dir: string): Promise<Map<string, string>> {
  let names: string[];
  try {
    names = await readdir(dir);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new MaskboardError("not_found", `The folder can't be read: ${why}`, { file: dir }, error);
  }
  const masks = new Map<string, string>();
  for (const name of names.sort()) {
    if (extname(name).toLowerCase() !== ".png" || name.startsWith("._")) continue;
    const stem = parse(name).name.normalize("NFC");
    if (masks.has(stem)) {
      const files = [masks.get(stem)!, name];
      throw new MaskboardError("masks_duplicate", `${files.join(" and ")} have the same stem.`, {
        file: name,
        files,
      });
    }
    masks.set(stem, name);
  }
  return masks;
}
