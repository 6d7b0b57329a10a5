import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { createModel, type Model } from "@maskboard/models";
import { z } from "zod";
import { loadCheckpoint, readProgress } from "../checkpoint.ts";
import { randomSplit } from "../data/split.ts";
import { drawGrid, type Tile } from "../pictures/grid.ts";
import { lineChart } from "../pictures/line-chart.ts";
import { writeSvg } from "../pictures/write-svg.ts";
import { makeFolder } from "../run/make-folder.ts";
import { writeJson } from "../run/run-folder.ts";
import { imageStatistics } from "../statistics.ts";
import { type CompositesConfig, compositesConfigSchema } from "./config.ts";
import { type Composite, type CompositeStatistics, openComposites } from "./data.ts";
import {
  type CompositeEpoch,
  type CompositeFit,
  compositeStages,
  fitComposites,
  predictComposites,
} from "./fit.ts";

const triple = z.tuple([z.number(), z.number(), z.number()]);
const channels = z.object({ mean: triple, std: triple });
const runSchema = z.object({
  data: z.string(),
  config: compositesConfigSchema,
  statistics: z.object({ backgrounds: channels, images: channels }),
});

export interface CompositesOptions extends Pick<CompositeFit, "signal" | "onStep"> {
  /** A folder that `generateComposites` made, with `depth/`. Of no use with `resume`. */
  readonly data: string;
  /** Folder of the run: a new one, or with `resume` one that goes on with its own config. */
  readonly dir: string;
  readonly resume: boolean;
  readonly config: CompositesConfig;
  readonly onEpoch?: (record: CompositeEpoch) => void;
  readonly onNote?: (line: string) => void;
}

export interface CompositesReport {
  readonly run: string;
  readonly recipe: "composites";
  readonly steps: number;
  readonly seconds: number;
  readonly trainLoss: number[];
  readonly epochs: CompositeEpoch[];
  readonly best: { readonly epoch: number; readonly iou: number } | null;
}

/** Images whose values the statistics are of; more change the third digit at most. */
const SAMPLE = 1000;

/**
 * Trains a network for background and composite (six channels) to mask and depth.
 * @throws MaskboardError `conflict` where the folder holds a run, `not_found` where there is none to
 * go on with, `dataset_layout` for the data
 */
export async function trainComposites(options: CompositesOptions): Promise<CompositesReport> {
  const began = performance.now();
  const { dir, onNote } = options;
  const { data, config, statistics } = await open(options);
  const items = await openComposites(data);
  const split = randomSplit(items, { fraction: config.validation.fraction, seed: config.seed });
  const { model: named, seed } = config;
  const { depth, ...kind } = named;
  const model = createModel({
    ...{ ...kind, classes: 2, inChannels: 6, seed },
    ...(depth === undefined ? {} : { depth }),
  });
  const checkpoints = join(dir, "checkpoints");
  try {
    onNote?.(
      `${split.train.length} composites to train on, ${split.validation.length} to validate on; ` +
        `${(model.parameters.count / 1e6).toFixed(1)} million parameters`,
    );
    const metrics = join(dir, "metrics.json");
    const done: CompositeEpoch[] = [];
    const last = join(checkpoints, "last.safetensors");
    const resumable = options.resume && existsSync(last);
    if (resumable && existsSync(metrics))
      done.push(...JSON.parse(await readFile(metrics, "utf8")).epochs);
    const epochs = [...done];
    const result = await fitComposites({
      ...{ ...options, model, config, split, statistics, checkpoints },
      resumed: resumable ? { progress: await readProgress(last), epochs: done } : null,
      onEpoch: async (record) => {
        epochs.push(record);
        await writeMetrics(dir, epochs);
        options.onEpoch?.(record);
      },
    });
    const { best } = result.progress;
    await drawLosses(dir, epochs);
    if (best) {
      const { stage } = await loadCheckpoint(join(checkpoints, "best.safetensors"), model);
      await drawOutputs(dir, model, split.validation, compositeStages(config)[stage]!, statistics);
    }
    return {
      ...{ run: dir, recipe: "composites", steps: result.losses.length },
      ...{ seconds: (performance.now() - began) / 1000, trainLoss: result.losses, epochs },
      best: best && { epoch: best.epoch, iou: best.meanIou },
    };
  } finally {
    model.dispose();
  }
}

async function open({ data, dir, resume, config }: CompositesOptions) {
  const file = join(dir, "config.json");
  if (resume) {
    if (!existsSync(file))
      throw new MaskboardError("not_found", `${dir} is not the folder of a run.`, { file: dir });
    return runSchema.parse(JSON.parse(await readFile(file, "utf8")));
  }
  if (existsSync(file))
    throw new MaskboardError(
      "conflict",
      `${dir} holds a run already: give another --out, or go on with it by --resume ${dir}.`,
      { file: dir },
    );
  // What the folder lacks is said before anything is written.
  await openComposites(data);
  const statistics = {
    backgrounds: await imageStatistics(join(data, "backgrounds"), SAMPLE),
    images: await imageStatistics(join(data, "images"), SAMPLE),
  };
  for (const name of ["checkpoints", "pictures"]) await makeFolder(join(dir, name));
  const run = { recipe: "composites", data: resolve(data), config, statistics };
  await writeJson(file, run);
  return run;
}

async function writeMetrics(dir: string, epochs: readonly CompositeEpoch[]): Promise<void> {
  await writeJson(join(dir, "metrics.json"), { epochs });
  const columns = Object.keys(epochs[0]!) as (keyof CompositeEpoch)[];
  const rows = epochs.map((record) => columns.map((name) => record[name] ?? "").join(","));
  await writeFile(join(dir, "metrics.csv"), `${[columns.join(","), ...rows].join("\n")}\n`);
}

async function drawLosses(dir: string, epochs: readonly CompositeEpoch[]): Promise<void> {
  if (epochs.length === 0) return;
  const series = (name: string, color: string, of: (record: CompositeEpoch) => number) => ({
    ...{ name, color },
    points: epochs.map((record) => [record.epoch, of(record)] as const),
  });
  const chart = lineChart({
    ...{ title: "Loss", x: "epoch", y: "loss" },
    series: [
      series("training", "#2563eb", ({ trainLoss }) => trainLoss),
      series("validation", "#ea580c", ({ validationLoss }) => validationLoss),
    ],
  });
  await writeSvg(join(dir, "pictures"), "loss", chart);
}

/** Mask, predicted mask, depth and predicted depth of some images, a row an image. */
async function drawOutputs(
  dir: string,
  model: Model,
  items: readonly Composite[],
  stage: ReturnType<typeof compositeStages>[number],
  statistics: CompositeStatistics,
): Promise<void> {
  const tiles: Tile[] = [];
  const gray = (values: ArrayLike<number>): Tile => {
    const rgb = new Uint8Array(values.length * 3);
    for (let i = 0; i < values.length; i++)
      rgb.fill(Math.round(values[i]! * 255), 3 * i, 3 * i + 3);
    return { rgb, ...stage.size };
  };
  for await (const { images } of predictComposites(model, items.slice(0, 8), stage, statistics))
    for (const { predicted, truth } of images)
      tiles.push(...[truth.mask, predicted.mask, truth.depth, predicted.depth].map(gray));
  await writeFile(join(dir, "pictures", "predictions.png"), await drawGrid(tiles, 4));
}
