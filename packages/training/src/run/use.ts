import { dirname } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { encodeLabelPng, writeZip, type ZipItem } from "@maskboard/data";
import type { Summary } from "@maskboard/metrics";
import { loadCheckpoint } from "../checkpoint.ts";
import type { TrainConfig } from "../config.ts";
import type { Dataset, LabelledImage } from "../data/dataset.ts";
import { predict } from "../predict.ts";
import { scoreModel } from "../score.ts";
import { configOfBest } from "./finish.ts";
import { makeFolder } from "./make-folder.ts";
import { prepare } from "./model.ts";
import { openRun } from "./run-folder.ts";
import { splitOf } from "./split-of.ts";

/**
 * Images to evaluate on: the run's own validation images, test images whose masks are there, or all
 * that have masks, as of a data set that the run has never seen.
 */
export const EVALUATION_SETS = ["validation", "public", "private", "test", "all"] as const;
export type EvaluationSet = (typeof EVALUATION_SETS)[number];

function itemsOf(dataset: Dataset, config: TrainConfig, set: EvaluationSet): LabelledImage[] {
  const test = dataset.test.filter(
    (item): item is typeof item & LabelledImage => item.mask !== null,
  );
  switch (set) {
    case "validation":
      return splitOf(dataset, config).validation;
    case "all":
      return [...dataset.train, ...dataset.validation, ...test];
    case "test":
      return test;
    default:
      return test.filter(({ split }) => split === set);
  }
}

async function withModel<T>(
  dir: string,
  dataset: Dataset,
  work: (
    tools: ReturnType<typeof prepare> & Awaited<ReturnType<typeof openRun>>,
    options: { batch: number; augment: boolean },
  ) => Promise<T>,
): Promise<T> {
  const { folder, run } = await openRun(dir);
  const names = (map: Dataset["classMap"]) => map.classes.map(({ id }) => id).join();
  if (names(run.classMap) !== names(dataset.classMap))
    throw new MaskboardError(
      "bad_request",
      `The run in ${dir} was trained on other classes than those of ${dataset.dir}.`,
    );
  const config = await configOfBest(folder, run.config);
  const { model, loader } = prepare(config, dataset.classMap);
  try {
    await loadCheckpoint(folder.best, model);
    const options = { batch: config.batch, augment: config.testTimeAugmentation };
    return await work({ model, loader, folder, run }, options);
  } finally {
    await loader.close();
    model.dispose();
  }
}

/**
 * Scores the best weights of a run in the images' own size.
 * @throws MaskboardError `not_found` where the data has no masks for that set, as in a data kit
 */
export function evaluateRun(dir: string, dataset: Dataset, set: EvaluationSet): Promise<Summary> {
  return withModel(dir, dataset, ({ model, loader, run }, options) => {
    const items = itemsOf(dataset, run.config, set);
    if (items.length === 0)
      throw new MaskboardError(
        "not_found",
        `${dataset.dir} has no ${set} images with masks: evaluate on validation, or submit.`,
      );
    return scoreModel(model, loader, items, dataset.classMap, options);
  });
}

/** Predicts all test images and writes a submission: one PNG of class ids for each, as a zip. */
export function predictRun(
  dir: string,
  dataset: Dataset,
  out: string,
  onImage: (done: number, total: number) => void = () => {},
): Promise<{ images: number }> {
  return withModel(dir, dataset, async ({ model, loader }, options) => {
    const ids = Uint16Array.from(dataset.classMap.classes, ({ id }) => id);
    if (dataset.test.length === 0)
      throw new MaskboardError("not_found", `${dataset.dir} has no test images.`);
    // What can't be written is found out before hours have gone into it.
    await makeFolder(dirname(out));
    const items: ZipItem[] = [];
    for await (const one of predict(model, loader, dataset.test, options)) {
      const labels = Uint16Array.from(one.labels, (index) => ids[index]!);
      const data = encodeLabelPng(labels, one.width, one.height);
      items.push({ path: `${one.item.stem}.png`, data });
      onImage(items.length, dataset.test.length);
    }
    await writeZip(out, items);
    return { images: items.length };
  });
}
