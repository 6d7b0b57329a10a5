import { checkInterval, type Interval, type Transform, type TransformOptions } from "./sample.ts";

export interface CoarseDropoutOptions extends TransformOptions {
  /** How many holes; exactly 8 by default. */
  holes?: Interval;
  /** Pixels; 8 by default. */
  holeHeight?: Interval;
  /** Pixels; 8 by default. */
  holeWidth?: Interval;
  /** Value of all three channels in a hole, 0..255; 0 by default. */
  fill?: number;
  /** Label in a hole, for instance the void id; by default the labels stay as they are. */
  fillLabel?: number;
}

/**
 * Paints rectangles that lie wholly inside the image. By default eight squares of 8 x 8 pixels in
 * black, labels untouched (Albumentations 1.3.0, dropout/coarse_dropout.py, where a missing minimum
 * is the maximum). A hole larger than the image covers all of it.
 *
 * @throws RangeError if an interval does not ascend or starts below 1
 */
export function coarseDropout({
  p = 0.5,
  holes = [8, 8],
  holeHeight = [8, 8],
  holeWidth = [8, 8],
  fill = 0,
  fillLabel,
}: CoarseDropoutOptions = {}): Transform {
  checkInterval("holes", holes, 1);
  checkInterval("holeHeight", holeHeight, 1);
  checkInterval("holeWidth", holeWidth, 1);
  return {
    name: "CoarseDropout",
    p,
    apply({ rgb, labels, width, height }, random) {
      const holedRgb = rgb.slice();
      const holedLabels = fillLabel === undefined ? labels : labels.slice();
      for (let left = random.integer(...holes); left > 0; left--) {
        const high = Math.min(random.integer(...holeHeight), height);
        const wide = Math.min(random.integer(...holeWidth), width);
        const top = random.integer(0, height - high);
        const x = random.integer(0, width - wide);
        for (let y = top; y < top + high; y++) {
          const at = y * width + x;
          holedRgb.fill(fill, 3 * at, 3 * (at + wide));
          if (fillLabel !== undefined) holedLabels.fill(fillLabel, at, at + wide);
        }
      }
      return { rgb: holedRgb, labels: holedLabels, width, height };
    },
  };
}
