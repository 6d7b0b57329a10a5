import { join } from "node:path";
import type { Selection } from "@maskboard/engine";
import * as tf from "@tensorflow/tfjs-core";
import type { TrainConfig } from "../config.ts";
import { classWeights } from "../data/class-weights.ts";
import { countPixels } from "../data/count-pixels.ts";
import type { Dataset, LabelledImage } from "../data/dataset.ts";
import { randomSplit, type Split } from "../data/split.ts";
import { type EpochRecord, type FitResult, fit, type StepRecord } from "../fit.ts";
import { mixSeed } from "../random.ts";
import { findRate } from "../rates/find-rate.ts";
import { scoreModel } from "../score.ts";
import { drawBatch, drawCurves, drawFinder, drawPredictions } from "./draw.ts";
import { describeEnvironment } from "./environment.ts";
import { exportModels } from "./export.ts";
import { prepare } from "./model.ts";
import { loadPretrained } from "./pretrained.ts";
import { createRun, openRun, readEpochs, writeEpochs, writeJson } from "./run-folder.ts";

export interface TrainOptions {
  readonly dataset: Dataset;
  /** Folder of the run: a new one, or with `resume` one that goes on with its own config. */
  readonly dir: string;
  readonly resume: boolean;
  readonly recipe: string;
  readonly config: TrainConfig;
  /** Folder for weights that are downloaded. */
  readonly cache: string;
  /** What `selectBackend` gave: the device that everything runs on. */
  readonly selection: Selection;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: (record: StepRecord) => void;
  readonly onEpoch?: (record: EpochRecord) => void;
  /** What is being done, for people. */
  readonly onNote?: (line: string) => void;
}

/** What `baseline:train --json` prints. */
export interface TrainReport {
  readonly run: string;
  readonly recipe: string;
  readonly steps: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
  /** Of each pass through the network. */
  readonly trainLoss: number[];
  /** Of the best weights on the validation images in their own size. */
  readonly meanIou: number | null;
  readonly best: FitResult["best"];
  readonly artifacts: {
    readonly onnx: string | null;
    readonly tfjs: string | null;
    readonly best: string | null;
    readonly last: string;
  };
}

/** The folder's own split or that of the config: the same images in every run, evaluation and prediction. */
export function splitOf(dataset: Dataset, config: TrainConfig): Split<LabelledImage> {
  const { train, validation } = dataset;
  if (validation.length > 0) return { train, validation };
  const { fraction, group } = config.validation;
  const pattern = group === undefined ? null : new RegExp(group);
  const groupOf = pattern
    ? ({ stem }: LabelledImage) => pattern.exec(stem)?.[1] ?? stem
    : undefined;
  return randomSplit(train, { fraction, seed: config.seed }, groupOf);
}

/** Trains from images on disk to a folder with checkpoints, metrics, pictures and models. */
export async function trainRun(options: TrainOptions): Promise<TrainReport> {
  const { dataset, dir, recipe, selection, signal, onNote } = options;
  const began = performance.now();
  const { folder, config, resumed } = await open(options);
  const { classMap } = dataset;
  await writeJson(folder.environment, describeEnvironment(selection));
  const split = splitOf(dataset, config);
  const weights = classWeights(await countPixels(split.train, classMap), config.classWeights);
  const { model, loader } = prepare(config, classMap);
  const batch = Math.min(config.batch, split.train.length);
  const drawing = { model, loader, classMap, batch };
  try {
    onNote?.(
      `${split.train.length} images to train on, ${split.validation.length} to validate on; ` +
        `${(model.parameters.count / 1e6).toFixed(1)} million parameters`,
    );
    const encoder = resumed ? null : await loadPretrained(model, config.pretrained, options.cache);
    if (encoder) onNote?.(encoder);
    await drawBatch(folder.pictures, split.train, drawing, mixSeed(config.seed, 1, 1));
    if (config.findRate > 0 && !resumed) {
      onNote?.("looking for learning rates");
      const repeated = Array.from(
        { length: config.findRate * batch },
        (_, i) => split.train[i % split.train.length]!,
      );
      const batches = loader.batches(repeated, { batch, augmentSeed: config.seed });
      const curve = await findRate(model, batches, {
        ...{ objective: { weights, dice: config.dice }, signal, steps: config.findRate },
      });
      await drawFinder(folder.pictures, curve);
      await writeJson(`${folder.dir}/lr-finder.json`, curve);
      const { steepest, minimumTenth } = curve.suggestions;
      onNote?.(
        `suggested: ${steepest.toExponential(1)} (steepest), ${minimumTenth.toExponential(1)} (minimum / 10)`,
      );
    }
    const epochs = [...(resumed ?? [])];
    const result = await fit({
      ...{ model, loader, split, config, weights, signal, checkpoints: folder.checkpoints },
      ...(resumed ? { resumed } : {}),
      ...(options.onStep ? { onStep: options.onStep } : {}),
      onEpoch: async (record) => {
        epochs.push(record);
        await writeEpochs(folder, epochs);
        options.onEpoch?.(record);
      },
    });
    const seconds = (performance.now() - began) / 1000;
    const passes = result.steps.length;
    const report = {
      ...{ run: dir, recipe, steps: passes, epochs: result.epochs.length, seconds },
      imagesPerSecond: passes === 0 ? 0 : (passes * batch) / trainingSeconds(result.steps, batch),
      trainLoss: result.steps.map(({ loss }) => loss),
      best: result.best,
    };
    await writeEpochs(folder, result.epochs, { stopped: result.stopped, best: result.best });
    await drawCurves(folder.pictures, result.epochs, result.steps);
    if (!result.best) {
      const artifacts = { onnx: null, tfjs: null, best: null, last: folder.last };
      return { ...report, meanIou: null, artifacts };
    }
    onNote?.("scoring the best weights, drawing, exporting");
    const scored = await scoreModel(model, loader, split.validation, classMap, {
      batch,
      augment: config.testTimeAugmentation,
    });
    await writeJson(`${folder.dir}/validation.json`, scored);
    await drawPredictions(folder.pictures, split.validation, drawing);
    const exported = tf.getBackend() === "onnx";
    if (exported) await exportModels(model, config.size, classMap, folder);
    else onNote?.(`no models: they are exported on the device onnx, not on ${selection.choice}`);
    return {
      ...report,
      meanIou: scored.meanIou,
      artifacts: {
        onnx: exported ? folder.onnx : null,
        tfjs: exported ? join(folder.tfjs, "model.json") : null,
        best: folder.best,
        last: folder.last,
      },
    };
  } finally {
    await loader.close();
    model.dispose();
  }
}

const trainingSeconds = (steps: readonly StepRecord[], batch: number): number =>
  steps.reduce((sum, { imagesPerSecond }) => sum + batch / imagesPerSecond, 0);

async function open({ dir, resume, recipe, config, dataset }: TrainOptions) {
  if (!resume) {
    const { dir: data, pair, classMap } = dataset;
    const run = { recipe, data, ...(pair === undefined ? {} : { pair }), config, classMap };
    return { folder: await createRun(dir, run), config, resumed: null };
  }
  const { folder, run } = await openRun(dir);
  return { folder, config: run.config, resumed: await readEpochs(folder) };
}
