import type { ClassMap } from "@maskboard/contracts";
import { createModel, type Model, type ModelConfig } from "@maskboard/models";
import type { TrainConfig } from "../config.ts";
import { Loader } from "../data/loader.ts";

/** What `createModel` takes, of a config and the classes. */
export function modelOptions({ model, seed }: TrainConfig, { classes }: ClassMap): ModelConfig {
  const { architecture, encoder, ...options } = model;
  // A key that is there but undefined would hide the architecture's own default.
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return {
    ...{ architecture, encoder, classes: classes.length, seed },
    ...Object.fromEntries(given),
  };
}

/** The model that a config describes, with its first values. */
export const createModelOf = (config: TrainConfig, classMap: ClassMap): Model =>
  createModel(modelOptions(config, classMap));

/** The same with a loader of its images. */
export function prepare(
  config: TrainConfig,
  classMap: ClassMap,
  threads?: number,
): { model: Model; loader: Loader } {
  const model = createModelOf(config, classMap);
  return { model, loader: createLoader(config, model, classMap, threads) };
}

/** Images as a config wants them for a model: its size, its augmentation. */
export function createLoader(
  config: TrainConfig,
  model: Model,
  classMap: ClassMap,
  threads?: number,
): Loader {
  return new Loader({
    classMap,
    size: config.size,
    normalization: model.encoder.normalization,
    augment: config.augment,
    ...(threads === undefined ? {} : { threads }),
  });
}
