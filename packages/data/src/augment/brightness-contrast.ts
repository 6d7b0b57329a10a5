import { lookup } from "./lookup.ts";
import { checkInterval, type Interval, type Transform, type TransformOptions } from "./sample.ts";

export interface BrightnessContrastOptions extends TransformOptions {
  /** Shift as a fraction of 255; -0.2 to 0.2 by default. */
  brightness?: Interval;
  /** Added to a gain of 1; -0.2 to 0.2 by default. */
  contrast?: Interval;
}

/**
 * Scales and shifts all channels alike: `gain x value + shift x 255` (Albumentations 1.3.0,
 * transforms.py `RandomBrightnessContrast` with its default `brightness_by_max`).
 *
 * @throws RangeError if an interval does not ascend
 */
export function randomBrightnessContrast({
  p = 0.5,
  brightness = [-0.2, 0.2],
  contrast = [-0.2, 0.2],
}: BrightnessContrastOptions = {}): Transform {
  checkInterval("brightness", brightness);
  checkInterval("contrast", contrast);
  return {
    name: "RandomBrightnessContrast",
    p,
    apply({ rgb, ...rest }, random) {
      const gain = 1 + random.range(...contrast);
      const shift = random.range(...brightness);
      return { ...rest, rgb: lookup(rgb, brightnessContrastTable(gain, shift)) };
    },
  };
}

/**
 * The table behind it, computed in single precision, clipped to 0..255, fraction cut off
 * (functional.py `_brightness_contrast_adjust_uint`).
 */
export function brightnessContrastTable(gain: number, shift: number): Uint8Array {
  const { fround } = Math;
  const offset = fround(shift * 255);
  return Uint8Array.from({ length: 256 }, (_, value) =>
    Math.min(255, Math.max(0, fround(fround(value * fround(gain)) + offset))),
  );
}
