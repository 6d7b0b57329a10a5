import type { TrainConfig } from "../config.ts";
import type { Dataset, LabelledImage } from "../data/dataset.ts";
import { randomSplit, type Split } from "../data/split.ts";

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
