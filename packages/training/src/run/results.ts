import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { ClassMap } from "@maskboard/contracts";
import type { Summary } from "@maskboard/metrics";
import { planModel } from "@maskboard/models";
import { z } from "zod";
import type { TrainConfig } from "../config.ts";
import { modelOptions } from "./model.ts";
import { openRun, readEpochs } from "./run-folder.ts";

/** How large a network is. */
interface ModelWeights {
  /** Of a file with all weights and running statistics in float32. */
  readonly weightBytes: number;
  /** Trainable ones. */
  readonly parameters: number;
}

/** What a run has come to. */
export interface RunResults extends ModelWeights {
  readonly config: TrainConfig;
  /** The best weights on the validation images in their own size. */
  readonly validation: Summary;
  /** In training, loading and augmentation included; the median of the epochs. */
  readonly imagesPerSecond: number;
}

/**
 * The size of a config's network, without making it.
 * @throws ModelError where the config describes none
 */
export function weightsOf(config: TrainConfig, classMap: ClassMap): ModelWeights {
  const { parameters } = planModel(modelOptions(config, classMap));
  const values = parameters
    .all()
    .reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
  return { weightBytes: 4 * values, parameters: parameters.count };
}

/** While epochs go on there is no such key. */
const endSchema = z.object({ stopped: z.string().optional() });

/** The results of a run; `null` where it is not through: interrupted runs have scores too. */
export async function readResults(dir: string): Promise<RunResults | null> {
  const { folder, run } = await openRun(dir);
  if (!existsSync(folder.validation) || !existsSync(folder.metrics)) return null;
  const { stopped } = endSchema.parse(JSON.parse(await readFile(folder.metrics, "utf8")));
  if (stopped === undefined || stopped === "signal") return null;
  const speeds = (await readEpochs(folder)).map((epoch) => epoch.imagesPerSecond);
  return {
    config: run.config,
    validation: JSON.parse(await readFile(folder.validation, "utf8")) as Summary,
    imagesPerSecond: speeds.sort((a, b) => a - b)[speeds.length >> 1] ?? 0,
    ...weightsOf(run.config, run.classMap),
  };
}
