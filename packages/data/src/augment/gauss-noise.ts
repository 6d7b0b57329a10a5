import { createNormal } from "./normal.ts";
import { checkInterval, type Interval, type Transform, type TransformOptions } from "./sample.ts";

export interface GaussNoiseOptions extends TransformOptions {
  /** Variance in squared gray levels; 10 to 50 by default. */
  variance?: Interval;
  /** Mean of the noise in gray levels; 0 by default. */
  mean?: number;
}

/**
 * Adds independent normal noise to every pixel and channel. The sum is clipped to 0..255 and its
 * fraction cut off, not rounded (Albumentations 1.3.0, transforms.py `GaussNoise`, functional.py
 * `gauss_noise` and `clipped`).
 *
 * @throws RangeError if the variance does not ascend or starts below 0
 */
export function gaussNoise({
  p = 0.5,
  variance = [10, 50],
  mean = 0,
}: GaussNoiseOptions = {}): Transform {
  checkInterval("variance", variance, 0);
  return {
    name: "GaussNoise",
    p,
    apply({ rgb, ...rest }, random) {
      const sigma = Math.sqrt(random.range(...variance));
      const normal = createNormal(random.integer(0, 4294967295));
      return { ...rest, rgb: addNoise(rgb, () => mean + sigma * normal()) };
    },
  };
}

/** Adds one value of `noise` to each value of `rgb`, clips to 0..255 and cuts the fraction off. */
export function addNoise(rgb: Uint8Array, noise: () => number): Uint8Array {
  const noisy = new Uint8Array(rgb.length);
  for (let i = 0; i < rgb.length; i++) {
    const value = rgb[i]! + noise();
    noisy[i] = Math.min(Math.max(value, 0), 255);
  }
  return noisy;
}
