import { existsSync } from "node:fs";
import type { Selection } from "@maskboard/engine";
import type { Progress } from "../checkpoint.ts";
import type { TrainConfig } from "../config.ts";
import { classWeights } from "../data/class-weights.ts";
import { countPixels } from "../data/count-pixels.ts";
import type { Dataset } from "../data/dataset.ts";
import type { EpochRecord, FitResult, StepRecord } from "../fit.ts";
import { describeUpdates } from "../stages.ts";
import { drawCurves } from "./draw.ts";
import { describeEnvironment } from "./environment.ts";
import { finishRun } from "./finish.ts";
import { createModelOf } from "./model.ts";
import { loadPretrained } from "./pretrained.ts";
import { createRun, openRun, readEpochs, writeEpochs, writeJson } from "./run-folder.ts";
import { splitOf } from "./split-of.ts";
import type { OnProgress } from "./stage.ts";
import { StepLog } from "./steps.ts";
import { trainStages } from "./train-stages.ts";

/** How long to train: what may change when a run goes on. */
export type Limits = Partial<Pick<TrainConfig, "epochs" | "maxSteps" | "maxMinutes">>;

export interface TrainOptions {
  readonly dataset: Dataset;
  /** Folder of the run: a new one, or with `resume` one that goes on with its own config. */
  readonly dir: string;
  readonly resume: boolean;
  /** With `resume`: what replaces these keys of its config. */
  readonly limits?: Limits;
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
  readonly onProgress?: OnProgress;
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
  readonly best: Progress["best"];
  /** Why it ended: all was done, no progress, a limit or a signal. */
  readonly stopped: FitResult["stopped"];
  readonly artifacts: {
    readonly onnx: string | null;
    readonly tfjs: string | null;
    readonly best: string | null;
    readonly last: string;
  };
}

/** Trains from images on disk to a folder with checkpoints, metrics, pictures and models. */
export async function trainRun(options: TrainOptions): Promise<TrainReport> {
  const { dataset, dir, recipe, selection, onNote } = options;
  const began = performance.now();
  const { folder, config, resumed } = await open(options);
  const { classMap } = dataset;
  await writeJson(folder.environment, describeEnvironment(selection));
  const split = splitOf(dataset, config);
  const { pixels, stray } = await countPixels(split.train, classMap);
  if (stray) onNote?.(stray);
  const weights = classWeights(pixels, config.classWeights);
  const model = createModelOf(config, classMap);
  try {
    onNote?.(
      `${split.train.length} images to train on, ${split.validation.length} to validate on; ` +
        `${(model.parameters.count / 1e6).toFixed(1)} million parameters`,
    );
    const accumulating = describeUpdates(config, split.train.length);
    if (accumulating) onNote?.(accumulating);
    const encoder = resumed ? null : await loadPretrained(model, config.pretrained, options.cache);
    if (encoder) onNote?.(encoder);
    const log = await StepLog.open(folder);
    const result = await trainStages({
      ...{ ...options, config, classMap, folder, split, weights, model, resumed },
      onStep: (record) => {
        log.add(record);
        options.onStep?.(record);
      },
      onEpoch: async (record) => {
        await log.write();
        options.onEpoch?.(record);
      },
    });
    await log.write();
    const { epochs, steps, images, progress, stopped } = result;
    const { best } = progress;
    const report = {
      ...{ run: dir, recipe, steps: steps.length, epochs: epochs.length },
      seconds: (performance.now() - began) / 1000,
      imagesPerSecond: images === 0 ? 0 : images / result.seconds,
      trainLoss: steps.map(({ loss }) => loss),
      ...{ best, stopped },
    };
    await writeEpochs(folder, epochs, { stopped, best });
    await drawCurves(folder.pictures, epochs, log.records);
    if (!best) {
      const artifacts = { onnx: null, tfjs: null, best: null, last: folder.last };
      return { ...report, meanIou: null, artifacts };
    }
    const { validation } = split;
    const finished = await finishRun({
      ...{ ...options, model, folder, config, classMap, validation },
    });
    return { ...report, ...finished };
  } finally {
    model.dispose();
  }
}

async function open({ dir, resume, limits, recipe, config, dataset }: TrainOptions) {
  if (!resume) {
    const { dir: data, pair, classMap } = dataset;
    const run = { recipe, data, ...(pair === undefined ? {} : { pair }), config, classMap };
    return { folder: await createRun(dir, run), config, resumed: null };
  }
  const { folder, run } = await openRun(dir);
  const changed = { ...run.config, ...limits };
  if (limits) await writeJson(folder.config, { ...run, config: changed });
  // A run that ended before its first checkpoint begins anew.
  const resumed = existsSync(folder.last) ? await readEpochs(folder) : null;
  return { folder, config: changed, resumed };
}
