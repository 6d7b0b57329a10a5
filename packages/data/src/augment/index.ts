/** Random changes to an image and its labels in step, each as its original computes it. */
export { createRandom, type Random } from "../synthetic/random.ts";
export { BODY_PARTS_AUGMENTATION } from "./body-parts.ts";
export { type BrightnessContrastOptions, randomBrightnessContrast } from "./brightness-contrast.ts";
export { type ClaheOptions, clahe } from "./clahe.ts";
export { type CoarseDropoutOptions, coarseDropout } from "./coarse-dropout.ts";
export { compose } from "./compose.ts";
export { flip, horizontalFlip, verticalFlip } from "./flip.ts";
export { type RandomGammaOptions, randomGamma } from "./gamma.ts";
export { type GaussNoiseOptions, gaussNoise } from "./gauss-noise.ts";
export { type ChannelStatistics, normalize } from "./normalize.ts";
export { resize } from "./resize.ts";
export { randomRotate90 } from "./rotate90.ts";
export type { Interval, Sample, Transform, TransformOptions } from "./sample.ts";
export { type ShiftScaleRotateOptions, shiftScaleRotate } from "./shift-scale-rotate.ts";
