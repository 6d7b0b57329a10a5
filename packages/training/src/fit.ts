import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import type { Model } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import { loadCheckpoint, type Progress, START, saveCheckpoint } from "./checkpoint.ts";
import type { TrainConfig } from "./config.ts";
import type { LabelledImage } from "./data/dataset.ts";
import type { Loader } from "./data/loader.ts";
import type { Split } from "./data/split.ts";
import { validate } from "./evaluate.ts";
import { isBetter } from "./monitor.ts";
import { Accumulator } from "./optimizer/accumulator.ts";
import { GroupedAdam } from "./optimizer/grouped-adam.ts";
import { type ParameterGroup, parameterGroups, whileFrozen } from "./optimizer/groups.ts";
import { mixSeed, seeded, shuffled } from "./random.ts";
import { Plateau } from "./schedules/plateau.ts";
import { momentumAt, rateFactor } from "./schedules/schedule.ts";
import { passesPerEpoch } from "./stages.ts";
import { lossAndGradients } from "./step.ts";

/** One pass through the network. */
export interface StepRecord {
  /** From 1, over all stages. */
  readonly epoch: number;
  /** Passes so far and in all, over all epochs and stages. */
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly rate: number;
  /** Of this pass, loading and augmentation included. */
  readonly imagesPerSecond: number;
}

export interface EpochRecord {
  /** From 1, over all stages. */
  readonly epoch: number;
  /** From 1. */
  readonly stage: number;
  /** Mean of the passes' losses. */
  readonly trainLoss: number;
  readonly validationLoss: number;
  readonly meanIou: number | null;
  readonly accuracy: number | null;
  readonly rate: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

export interface FitOptions {
  readonly model: Model;
  readonly loader: Loader;
  readonly split: Split<LabelledImage>;
  readonly config: TrainConfig;
  /** Of the classes, in the loss. */
  readonly weights: readonly number[];
  /** Folder for `best.safetensors` and `last.safetensors`. */
  readonly checkpoints: string;
  /** Epochs that the run has done, all stages together. */
  readonly done?: readonly EpochRecord[];
  /** Whether `last` is to be loaded, to go on within the stage. */
  readonly resume?: boolean;
  /** Where the stage is in a training of several. */
  readonly stage?: StagePlace;
  /** Ends training after the current pass, with `last` saved. */
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: (record: StepRecord) => void;
  /** Awaited. */
  readonly onEpoch?: (record: EpochRecord) => void | Promise<void>;
}

export interface StagePlace {
  /** From 0. */
  readonly index: number;
  /** Passes of the stages before, and of all stages. */
  readonly before: number;
  readonly steps: number;
  /** Of the stages before: it stands until the stage has an epoch of its own. */
  readonly best: Progress["best"];
}

export interface FitResult {
  readonly epochs: EpochRecord[];
  readonly steps: StepRecord[];
  /** Where it stands now; `best` is none where no epoch was done. */
  readonly progress: Progress;
  readonly stopped: "done" | "patience" | "limit" | "signal";
}

/**
 * Trains a model for one stage: `best` is written after each epoch that is the best of the stage by
 * the config's `monitor`, `last` after each epoch and where training is stopped.
 * @returns with the model as the last pass has left it
 * @throws MaskboardError `bad_request` where the loss is no number any more; `best` is kept
 */
export async function fit(options: FitOptions): Promise<FitResult> {
  const { model, loader, split, config, weights, signal } = options;
  const objective = { weights, dice: config.dice, loss: config.loss };
  const batch = Math.min(config.batch, split.train.length);
  const perEpoch = passesPerEpoch(config, split.train.length);
  const total = Math.min(perEpoch * config.epochs, config.maxSteps ?? Number.POSITIVE_INFINITY);
  const groups = parameterGroups(model, config.rateDivisor, {
    ...{ by: config.rateBy, freeze: config.freeze },
  });
  const optimizer = new GroupedAdam(groups, config);
  const accumulator = config.accumulate > batch ? new Accumulator(config.accumulate) : null;
  const plateau = config.schedule.name === "plateau" ? new Plateau(config.schedule) : null;
  const [bestFile, last] = ["best", "last"].map((name) =>
    join(options.checkpoints, `${name}.safetensors`),
  ) as [string, string];
  const epochs: EpochRecord[] = [...(options.done ?? [])];
  const stage = options.stage ?? { index: 0, before: 0, steps: total, best: null };
  const ofStage = () => epochs.filter((record) => (record.stage ?? 1) === stage.index + 1);
  const epochsBefore = epochs.length - ofStage().length;
  // An epoch that a limit has cut short is done when its other passes are.
  const replace = (record: EpochRecord) => {
    if (epochs.at(-1)?.epoch === record.epoch) epochs.pop();
    epochs.push(record);
  };
  const steps: StepRecord[] = [];
  let progress: Progress = { ...START, stage: stage.index, best: stage.best };
  let plateauRate = 1;
  let stopped: FitResult["stopped"] = "done";
  const began = performance.now();
  const minutes = () => (performance.now() - began) / 60_000;
  try {
    if (options.resume) {
      progress = await loadCheckpoint(last, model, { optimizer, accumulator });
      for (const { epoch, validationLoss } of ofStage())
        if (epoch <= epochsBefore + progress.epoch)
          plateauRate = plateau?.step(validationLoss) ?? 1;
    }
    const save = () => saveCheckpoint(last, model, progress, { optimizer, accumulator });
    let step = progress.epoch * perEpoch + progress.pass;
    const beganAt = step / total;
    while (progress.epoch < config.epochs && step < total && stopped === "done") {
      if (signal?.aborted) {
        stopped = "signal";
        await save();
        break;
      }
      const epoch = epochsBefore + progress.epoch + 1;
      const epochBegan = performance.now();
      const frozen = progress.epoch < config.freezeEpochs;
      const active = (group: ParameterGroup) => !frozen || whileFrozen(group);
      const variables = optimizer.groups
        .filter(active)
        .flatMap(({ parameters }) => parameters.map(({ variable }) => variable));
      const random = seeded(mixSeed(config.seed, epoch));
      const order = Array.from({ length: config.repeat }, () =>
        shuffled(split.train, random),
      ).flat();
      let [lossSum, passes, rate] = [progress.lossSum, 0, 0];
      let mark = performance.now();
      const batches = loader.batches(order, {
        batch,
        whole: true,
        skip: progress.pass,
        augmentSeed: mixSeed(config.seed, epoch, 1),
      });
      for await (const one of batches) {
        const { loss, gradients } = lossAndGradients(
          ...([model, one, objective, variables, mixSeed(config.seed, epoch, step, 2)] as const),
        );
        const inTime = config.maxMinutes === undefined ? 0 : minutes() / config.maxMinutes;
        const position = Math.max(step / total, beganAt + (1 - beganAt) * inTime);
        rate = config.learningRate * plateauRate * rateFactor(config.schedule, position);
        const momentum = momentumAt(config.schedule, position);
        if (!accumulator) {
          optimizer.apply(gradients, rate, { active, momentum });
          tf.dispose(gradients);
        } else if (accumulator.add(gradients, one.count)) {
          optimizer.apply(accumulator.sums, rate, { active, momentum });
          accumulator.reset();
        }
        const [value = Number.NaN] = await loss.data();
        loss.dispose();
        if (!Number.isFinite(value)) throw diverged(stage.before + step + 1, rate, progress.best);
        step += 1;
        passes += 1;
        lossSum += value;
        const now = performance.now();
        const imagesPerSecond = (one.count * 1000) / (now - mark);
        mark = now;
        const record = {
          ...{ epoch, step: stage.before + step, steps: stage.steps },
          ...{ loss: value, rate, imagesPerSecond },
        };
        steps.push(record);
        options.onStep?.(record);
        if (signal?.aborted) stopped = "signal";
        else if (step >= total) break;
        else if (config.maxMinutes !== undefined && minutes() >= config.maxMinutes)
          stopped = "limit";
        if (stopped !== "done") break;
      }
      const trained = (performance.now() - epochBegan) / 1000;
      if (stopped === "signal") {
        progress = { ...progress, pass: progress.pass + passes, lossSum };
        await save();
        break;
      }
      // What an encoder that is frozen has gathered belongs to no later update.
      if (progress.epoch + 1 === config.freezeEpochs) accumulator?.dispose();
      const validation = await validate(model, loader, split.validation, {
        batch,
        objective,
        augment: config.testTimeAugmentation,
      });
      const record: EpochRecord = {
        epoch,
        stage: stage.index + 1,
        trainLoss: lossSum / Math.max(1, progress.pass + passes),
        validationLoss: validation.loss,
        meanIou: validation.meanIou,
        accuracy: validation.accuracy,
        rate,
        seconds: (performance.now() - epochBegan) / 1000,
        imagesPerSecond: (passes * batch) / trained,
      };
      const best = ofStage().find((one) => one.epoch === progress.best?.epoch);
      replace(record);
      plateauRate = plateau?.step(validation.loss) ?? 1;
      const better = best === undefined || isBetter(config.monitor, record, best);
      const pass = progress.pass + passes;
      progress = {
        ...(pass < perEpoch
          ? { ...progress, pass, lossSum }
          : { stage: stage.index, epoch: progress.epoch + 1, pass: 0, lossSum: 0 }),
        best: better ? { epoch, meanIou: record.meanIou ?? 0 } : progress.best,
      };
      if (better) await saveCheckpoint(bestFile, model, progress);
      await save();
      await options.onEpoch?.(record);
      const waited = epoch - progress.best!.epoch;
      if (stopped === "done" && config.patience > 0 && waited >= config.patience)
        stopped = "patience";
    }
    return { epochs, steps, progress, stopped };
  } finally {
    accumulator?.dispose();
    optimizer.dispose();
  }
}

function diverged(step: number, rate: number, best: Progress["best"]): MaskboardError {
  const kept = best
    ? `The weights of epoch ${best.epoch}, the best so far, are kept.`
    : "No epoch was done yet.";
  return new MaskboardError(
    "bad_request",
    `The loss is no number any more at step ${step} with learning rate ${rate.toExponential(1)}: lower it by --lr. ${kept}`,
  );
}
