import { equalizeAdaptively } from "./equalize.ts";
import { labToRgb, rgbToLab } from "./lab.ts";
import { checkInterval, type Interval, type Transform, type TransformOptions } from "./sample.ts";

export interface ClaheOptions extends TransformOptions {
  /** How often a histogram bin may exceed the mean bin; 1 to 4 by default. */
  clipLimit?: Interval;
}

/**
 * Contrast limited adaptive histogram equalization of the lightness in L*a*b* on 8 x 8 tiles
 * (Albumentations 1.3.0, transforms.py `CLAHE`, functional.py `clahe`).
 *
 * @throws RangeError if the clip limit does not ascend or starts below 1
 */
export function clahe({ p = 0.5, clipLimit = [1, 4] }: ClaheOptions = {}): Transform {
  checkInterval("clipLimit", clipLimit, 1);
  return {
    name: "CLAHE",
    p,
    apply(sample, random) {
      const { rgb, width, height } = sample;
      const limit = random.range(...clipLimit);
      return { ...sample, rgb: equalizeLightness(rgb, width, height, limit) };
    },
  };
}

/** @param rgb interleaved, 0..255; a new array comes back */
export function equalizeLightness(
  rgb: Uint8Array,
  width: number,
  height: number,
  clipLimit: number,
): Uint8Array {
  const lab = rgbToLab(rgb);
  return labToRgb({ ...lab, l: equalizeAdaptively(lab.l, width, height, clipLimit) });
}
