/** Parts of a training, for those who measure or join them in another way than `trainRun`. */
export { type FitOptions, fit } from "./fit.ts";
export { GroupedAdam } from "./optimizer/grouped-adam.ts";
export { parameterGroups } from "./optimizer/groups.ts";
export { prepare } from "./run/model.ts";
export { lossAndGradients } from "./step.ts";
