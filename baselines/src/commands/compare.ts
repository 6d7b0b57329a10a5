import { existsSync } from "node:fs";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { type BackendChoice, type Selection, selectBackend } from "@maskboard/engine";
import {
  type Dataset,
  evaluateRun,
  hasPublishedWeights,
  makeFolder,
  openDataset,
  openRun,
  readResults,
  settleBatches,
  stagesOf,
  type TrainConfig,
  trainRun,
  weightsOf,
} from "@maskboard/training";
import { type ComparedModel, type Comparison, writeComparison } from "../comparison.ts";
import { type ConfigFlags, configOf } from "../config-of.ts";
import { deviceMemory } from "../device-memory.ts";
import { readEnv } from "../env.ts";
import { interruptible } from "../interrupt.ts";
import { type DataFlags, openData } from "../open-data.ts";
import { View } from "../view.ts";

export interface CompareFlags extends ConfigFlags, DataFlags {
  /** Each `architecture:encoder`. */
  readonly models: readonly string[];
  /** Folders of other data with the same classes, to evaluate the best weights on. */
  readonly also: readonly string[];
  readonly device: BackendChoice;
  readonly out: string;
}

/**
 * `baseline:compare`: trains several networks by one recipe, each to a run of its own below `out`, and
 * writes a table. Runs that are there already go on, or are taken as they are once they are through.
 * @returns `null` where it was stopped
 */
export async function compare(flags: CompareFlags): Promise<Comparison | null> {
  const selection = await selectBackend(flags.device);
  const runs = await Promise.all(flags.models.map((name) => planned(flags, name, selection)));
  const first = new View(() => 0);
  first.note(selection.reason);
  const dataset = await openData(flags, first);
  const { classMap } = dataset;
  // What can't be made is found out before hours have gone into the others.
  for (const { config } of runs) weightsOf(config, classMap);
  const others = await Promise.all(
    flags.also.map((dir) => openDataset(dir, { pair: flags.pair, classes: classMap })),
  );
  await makeFolder(flags.out);
  const models: ComparedModel[] = [];
  for (const { name, dir, config } of runs) {
    const epochs = stagesOf(config).reduce((sum, stage) => sum + stage.epochs, 0);
    const view = new View(() => epochs);
    view.note(`${name} -> ${dir}`);
    const through = await bring(flags, { dir, config, dataset, selection, view });
    if (!through) return null;
    const also = [];
    for (const other of others) {
      view.note(`evaluating on ${other.dir}`);
      also.push({ data: other.dir, summary: await evaluateRun(dir, other, "all") });
    }
    models.push({ name, dir, results: (await readResults(dir))!, also });
  }
  return writeComparison(flags.out, { recipe: flags.recipe, data: dataset.dir, models });
}

/** The config of one of the models; without ImageNet's weights where its encoder has none. */
async function planned(flags: CompareFlags, name: string, { choice }: Selection) {
  const [architecture, encoder, ...more] = name.split(":");
  if (!architecture || !encoder || more.length > 0)
    throw new MaskboardError(
      "bad_request",
      `'${name}' is no model: give architecture:encoder, such as unet:resnet34.`,
      { value: name, expected: "architecture:encoder" },
    );
  const recipe = await configOf({ ...flags, architecture, encoder });
  const absent = recipe.pretrained === "imagenet" && !hasPublishedWeights(encoder);
  const pretrained = absent ? "none" : recipe.pretrained;
  const config = settleBatches({ ...recipe, pretrained }, await deviceMemory(choice));
  return { name, dir: join(flags.out, `${architecture}-${encoder}`), config };
}

interface Bringing {
  readonly dir: string;
  readonly config: TrainConfig;
  readonly dataset: Dataset;
  readonly selection: Selection;
  readonly view: View;
}

/** Trains where that is still to do; whether the run is through. */
async function bring(flags: CompareFlags, { dir, config, dataset, selection, view }: Bringing) {
  const resume = existsSync(join(dir, "config.json"));
  if (resume && (await readResults(dir))) {
    view.note("trained already");
    return true;
  }
  const report = await interruptible(view, async (signal) => {
    const result = await trainRun({
      ...{ dataset, dir, resume, selection, signal, recipe: flags.recipe },
      config: resume ? (await openRun(dir)).run.config : config,
      cache: join(readEnv().home, "cache", "weights"),
      onStep: (record) => view.step(record),
      onEpoch: (record) => view.epoch(record),
      onNote: (line) => view.note(line),
    });
    return { ...result, stopped: signal.aborted };
  });
  return !report.stopped;
}
