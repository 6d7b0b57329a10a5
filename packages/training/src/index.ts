export type { Summary } from "@maskboard/metrics";
export { ARCHITECTURES, ENCODERS } from "@maskboard/models";
export { freeMemory, settleBatches } from "./batch-size.ts";
export {
  type CompositesConfig,
  type CompositesConfigInput,
  compositesConfigSchema,
} from "./composites/config.ts";
export { generateComposites } from "./composites/generate.ts";
export { type CompositesReport, trainComposites } from "./composites/train.ts";
export {
  type RecipeConfig,
  type RecipeConfigInput,
  recipeConfigSchema,
  type TrainConfig,
  type TrainConfigInput,
  trainConfigSchema,
} from "./config.ts";
export { type Dataset, openDataset } from "./data/dataset.ts";
export type { EpochRecord, StepRecord } from "./fit.ts";
export { LOSSES } from "./objective.ts";
export { barChart } from "./pictures/bar-chart.ts";
export { writeSvg } from "./pictures/write-svg.ts";
export { makeFolder } from "./run/make-folder.ts";
export { hasPublishedWeights } from "./run/pretrained.ts";
export { type RunResults, readResults, weightsOf } from "./run/results.ts";
export { openRun } from "./run/run-folder.ts";
export { type Limits, type TrainReport, trainRun } from "./run/train.ts";
export { EVALUATION_SETS, type EvaluationSet, evaluateRun, predictRun } from "./run/use.ts";
export { stagesOf } from "./stages.ts";
export { imageStatistics } from "./statistics.ts";
