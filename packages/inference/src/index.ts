/** Models as submissions: what may be run, how, and within which walls. */
export type { LoadableModel, ModelFiles } from "./artifact/files.ts";
export { type ModelArtifact, readModelArtifact } from "./artifact/read.ts";
export { describePlan } from "./describe-plan.ts";
export { inspectModel } from "./inspect.ts";
export { type ModelPlan, planModel } from "./plan.ts";
export { type ImageFile, predictMasks } from "./predict-masks.ts";
export { type ModelImage, type ModelRun, runModel } from "./run-model.ts";
export { type SandboxSupport, sandboxSupport } from "./sandbox/support.ts";
export type { ModelSummary } from "./summary.ts";
