import { randomBrightnessContrast } from "./brightness-contrast.ts";
import { clahe } from "./clahe.ts";
import { coarseDropout } from "./coarse-dropout.ts";
import { flip } from "./flip.ts";
import { randomGamma } from "./gamma.ts";
import { gaussNoise } from "./gauss-noise.ts";
import type { Transform } from "./sample.ts";

/**
 * The list of the animal body parts recipe, in its order: probability 0.3 each, noise at its default
 * of 0.5, all else at Albumentations 1.3.0's defaults.
 *
 * The recipe writes `A.Flip(0.3)`, whose first positional argument in that version is not `p` but
 * `always_apply`: taken literally every image is flipped. The 0.3 that its authors meant stands here.
 */
export const BODY_PARTS_AUGMENTATION: readonly Transform[] = [
  coarseDropout({ p: 0.3 }),
  gaussNoise(),
  randomBrightnessContrast({ p: 0.3 }),
  randomGamma({ p: 0.3 }),
  clahe({ p: 0.3 }),
  flip({ p: 0.3 }),
];
