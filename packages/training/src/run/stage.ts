import { join } from "node:path";
import type { ClassMap } from "@maskboard/contracts";
import type { TrainConfig } from "../config.ts";
import { type FitOptions, type FitResult, fit } from "../fit.ts";
import { parameterGroups, whileFrozen } from "../optimizer/groups.ts";
import { mixSeed } from "../random.ts";
import { findRate } from "../rates/find-rate.ts";
import { drawBatch, drawFinder } from "./draw.ts";
import { type RunFolder, writeJson } from "./run-folder.ts";

/** How much of something is done, for people. */
export type OnProgress = (label: string, done: number, total: number) => void;

interface StageOptions extends FitOptions {
  readonly folder: RunFolder;
  readonly classMap: ClassMap;
  readonly stage: NonNullable<FitOptions["stage"]>;
  readonly onNote: ((line: string) => void) | undefined;
  readonly onProgress: OnProgress | undefined;
}

/** What the files of a stage are called: the first one's have no number. */
const named = (name: string, index: number): string =>
  index === 0 ? name : `${name}-${index + 1}`;

/** One stage: a picture of a batch, the search for learning rates, the training. */
export async function trainStage(options: StageOptions): Promise<FitResult> {
  const { model, loader, split, config, folder, classMap, stage } = options;
  const batch = Math.min(config.batch, split.train.length);
  const seed = mixSeed(config.seed, stage.index + 1, 1);
  const drawing = { model, loader, classMap, batch };
  await drawBatch(folder.pictures, named("batch", stage.index), split.train, drawing, seed);
  if (config.findRate > 0 && !options.resume) await find(options, batch);
  return fit(options);
}

async function find(options: StageOptions, batch: number): Promise<void> {
  const { model, loader, split, config, weights, signal, folder, stage, onNote, onProgress } =
    options;
  const repeated = Array.from(
    { length: config.findRate * batch },
    (_, i) => split.train[i % split.train.length]!,
  );
  const batches = loader.batches(repeated, { batch, augmentSeed: config.seed });
  const groups = parameterGroups(model, 1, { freeze: config.freeze });
  const curve = await findRate(model, batches, {
    ...{ objective: { weights, dice: config.dice, loss: config.loss }, signal },
    ...{
      steps: config.findRate,
      onStep: (done) => onProgress?.("looking for learning rates", done, config.findRate),
      groups: config.freezeEpochs > 0 ? groups.filter(whileFrozen) : groups,
    },
  });
  if (!curve) return;
  const name = named("lr-finder", stage.index);
  await drawFinder(folder.pictures, name, curve);
  await writeJson(join(folder.dir, `${name}.json`), curve);
  const { steepest, minimumTenth } = curve.suggestions;
  onNote?.(
    `suggested: ${steepest.toExponential(1)} (steepest), ${minimumTenth.toExponential(1)} (minimum / 10)`,
  );
}

/** A stage in one line, for people. */
export function describeStage(config: TrainConfig, index: number, of: number): string {
  const { size, batch, epochs, learningRate, freezeEpochs } = config;
  const frozen = freezeEpochs >= epochs ? ", encoder frozen" : "";
  return (
    `stage ${index + 1} of ${of}: ${size.width} x ${size.height}, batch ${batch}, ` +
    `${epochs} epochs, rate ${learningRate.toExponential(1)}${frozen}`
  );
}
