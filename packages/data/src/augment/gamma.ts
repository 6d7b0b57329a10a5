import { lookup } from "./lookup.ts";
import { checkInterval, type Interval, type Transform, type TransformOptions } from "./sample.ts";

export interface RandomGammaOptions extends TransformOptions {
  /** Exponent in percent; 80 to 120 by default. */
  gamma?: Interval;
}

/**
 * Raises values in 0..1 to a random power: below 100 % brightens, above darkens (Albumentations
 * 1.3.0, transforms.py `RandomGamma`).
 *
 * @throws RangeError if the interval does not ascend or starts below 0
 */
export function randomGamma({ p = 0.5, gamma = [80, 120] }: RandomGammaOptions = {}): Transform {
  checkInterval("gamma", gamma, 0);
  return {
    name: "RandomGamma",
    p,
    apply({ rgb, ...rest }, random) {
      return { ...rest, rgb: lookup(rgb, gammaTable(random.range(...gamma) / 100)) };
    },
  };
}

/** `(value / 255) ** gamma x 255`, fraction cut off (functional.py `gamma_transform`). */
export function gammaTable(gamma: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => (value * (1 / 255)) ** gamma * 255);
}
