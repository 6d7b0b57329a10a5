import { join } from "node:path";
import type { ClassMap } from "@maskboard/contracts";
import type { Model } from "@maskboard/models";
import {
  loadCheckpoint,
  type Progress,
  readProgress,
  START,
  saveCheckpoint,
} from "../checkpoint.ts";
import type { TrainConfig } from "../config.ts";
import type { LabelledImage } from "../data/dataset.ts";
import type { Split } from "../data/split.ts";
import type { EpochRecord, FitOptions, FitResult } from "../fit.ts";
import { planStages, type StagePlan } from "../stages.ts";
import { createLoader } from "./model.ts";
import { type RunFolder, writeEpochs } from "./run-folder.ts";
import { describeStage, type OnProgress, trainStage } from "./stage.ts";

interface StagesOptions extends Pick<FitOptions, "signal" | "onStep" | "weights"> {
  readonly model: Model;
  readonly config: TrainConfig;
  readonly split: Split<LabelledImage>;
  readonly classMap: ClassMap;
  readonly folder: RunFolder;
  /** Epochs of the run that goes on; `null` where it begins. */
  readonly resumed: readonly EpochRecord[] | null;
  /** Awaited. */
  readonly onEpoch?: (record: EpochRecord) => void | Promise<void>;
  readonly onNote?: (line: string) => void;
  readonly onProgress?: OnProgress;
}

interface StagesResult extends FitResult {
  /** That went through the network. */
  readonly images: number;
  /** Of training alone. */
  readonly seconds: number;
}

/**
 * Trains stage after stage, each from the weights that the one before ended with; those are kept as
 * `stage-N.safetensors`. A run that goes on does so in the stage that it was in.
 */
export async function trainStages(options: StagesOptions): Promise<StagesResult> {
  const { model, config, split, classMap, folder, resumed, onNote } = options;
  const plans = planStages(config, split.train.length);
  const minutesFor = timekeeper(plans, config.maxMinutes);
  const epochs = [...(resumed ?? [])];
  const steps: FitResult["steps"] = [];
  let stopped: FitResult["stopped"] = "done";
  let [images, seconds] = [0, 0];
  let progress: Progress = START;
  if (resumed) progress = await readProgress(folder.last);
  const within = progress.epoch > 0 || progress.pass > 0;
  // At the begin of a stage there is no optimizer to go on with.
  if (resumed && !within) await loadCheckpoint(folder.last, model);
  const first = progress.stage;
  for (const [index, plan] of [...plans.entries()].slice(first)) {
    if (plans.length > 1) onNote?.(describeStage(plan.config, index, plans.length));
    const loader = createLoader(plan.config, model, classMap);
    try {
      const result = await trainStage({
        ...{ ...options, loader, checkpoints: folder.checkpoints },
        config: { ...plan.config, maxSteps: plan.steps, maxMinutes: minutesFor(index) },
        stage: { index, before: plan.before, steps: totalOf(plans), best: progress.best },
        done: [...epochs],
        resume: within && index === first,
        onEpoch: async (record) => {
          if (epochs.at(-1)?.epoch === record.epoch) epochs.pop();
          epochs.push(record);
          await writeEpochs(folder, epochs);
          await options.onEpoch?.(record);
        },
        onNote,
        onProgress: options.onProgress,
      });
      const batch = Math.min(plan.config.batch, split.train.length);
      images += batch * result.steps.length;
      for (const { imagesPerSecond } of result.steps) seconds += batch / imagesPerSecond;
      steps.push(...result.steps);
      ({ progress, stopped } = result);
    } finally {
      await loader.close();
    }
    if (stopped === "signal") break;
    if (index + 1 === plans.length) continue;
    await saveCheckpoint(
      join(folder.checkpoints, `stage-${index + 1}.safetensors`),
      model,
      progress,
    );
    progress = { ...START, stage: index + 1, best: progress.best };
    await saveCheckpoint(folder.last, model, progress);
  }
  return { epochs, steps, progress, stopped, images, seconds };
}

const totalOf = (plans: readonly StagePlan[]): number =>
  plans.reduce((sum, { steps }) => sum + steps, 0);

/** Minutes for a stage: of what is left its share by the pixels that the stages still have to do. */
function timekeeper(plans: readonly StagePlan[], minutes: number | undefined) {
  const began = performance.now();
  return (index: number): number | undefined => {
    if (minutes === undefined) return undefined;
    const left = minutes - (performance.now() - began) / 60_000;
    const todo = plans.slice(index).reduce((sum, { work }) => sum + work, 0);
    return (Math.max(left, 0) * plans[index]!.work) / todo;
  };
}
