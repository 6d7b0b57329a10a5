export { ARCHITECTURES, ENCODERS } from "@maskboard/models";
export { type TrainConfig, type TrainConfigInput, trainConfigSchema } from "./config.ts";
export { type Dataset, openDataset } from "./data/dataset.ts";
export type { EpochRecord, StepRecord } from "./fit.ts";
export { openRun } from "./run/run-folder.ts";
export { type TrainReport, trainRun } from "./run/train.ts";
export { evaluateRun, predictRun } from "./run/use.ts";
