/** Models as submissions: what may be run, how, and within which walls. */
export { type ModelArtifact, readModelArtifact } from "./artifact.ts";
export { describePlan } from "./describe-plan.ts";
export { inspectOnnx, type OnnxSummary } from "./onnx/index.ts";
export { type ModelPlan, planModel } from "./plan.ts";
export { type ModelImage, type ModelRun, runModel } from "./run-model.ts";
export { type SandboxSupport, sandboxSupport } from "./sandbox/support.ts";
