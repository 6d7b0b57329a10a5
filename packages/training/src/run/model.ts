import type { ClassMap } from "@maskboard/contracts";
import { createModel, type Model } from "@maskboard/models";
import type { TrainConfig } from "../config.ts";
import { Loader } from "../data/loader.ts";

/** The model that a config describes, with its first values, and a loader of its images. */
export function prepare(
  config: TrainConfig,
  classMap: ClassMap,
  threads?: number,
): { model: Model; loader: Loader } {
  const model = createModel({
    ...config.model,
    classes: classMap.classes.length,
    seed: config.seed,
  });
  const loader = new Loader({
    classMap,
    size: config.size,
    normalization: model.encoder.normalization,
    augment: config.augment,
    ...(threads === undefined ? {} : { threads }),
  });
  return { model, loader };
}
