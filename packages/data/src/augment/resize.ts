import { resampleBilinear, resampleNearest } from "./resample.ts";
import type { Sample } from "./sample.ts";

/**
 * Squishes a sample to a size, its aspect ratio not kept: the image by Pillow's bilinear filter
 * (widened where it shrinks, so that each source pixel counts), the labels by the nearest pixel. This
 * is what fastai's `Resize(size, method='squish')` does to an image and its mask.
 *
 * @param width pixels, a positive integer
 * @param height pixels, a positive integer
 * @throws RangeError if a side is not a positive integer
 */
export function resize(sample: Sample, width: number, height: number): Sample {
  for (const side of [width, height]) {
    if (!(Number.isInteger(side) && side > 0)) {
      throw new RangeError(`an image can be resized to whole positive sides only, not to ${side}`);
    }
  }
  if (width === sample.width && height === sample.height) return sample;
  const from = { width: sample.width, height: sample.height };
  return {
    rgb: resampleBilinear(sample.rgb, from, { width, height }),
    labels: resampleNearest(sample.labels, from, { width, height }),
    width,
    height,
  };
}
