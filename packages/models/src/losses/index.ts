export { type CrossEntropyOptions, crossEntropy } from "./cross-entropy.ts";
export { type FocalOptions, focal } from "./focal.ts";
export type { LabelOptions } from "./labels.ts";
export { dice, type RegionOptions, type TverskyOptions, tversky } from "./regions.ts";
export { bceWithLogits, rmse } from "./regression.ts";
export { type SsimOptions, ssim } from "./ssim.ts";
export { totalLoss } from "./total.ts";
