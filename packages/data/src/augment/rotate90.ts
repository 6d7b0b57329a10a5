import type { Sample, Transform, TransformOptions } from "./sample.ts";

/**
 * Turns by 0, 90, 180 or 270 degrees anticlockwise, each a quarter of the time; an odd number of
 * quarter turns swaps width and height (Albumentations 1.3.0, geometric/rotate.py,
 * `RandomRotate90`).
 */
export function randomRotate90({ p = 0.5 }: TransformOptions = {}): Transform {
  return {
    name: "RandomRotate90",
    p,
    apply: (sample, random) => rotate90(sample, random.integer(0, 3)),
  };
}

/** Turns anticlockwise by `quarters` quarter turns, as `numpy.rot90` does. */
export function rotate90(sample: Sample, quarters: number): Sample {
  const turns = ((quarters % 4) + 4) % 4;
  if (turns === 0) return sample;
  const { rgb, labels, width, height } = sample;
  const turnedWidth = turns === 2 ? width : height;
  const turnedHeight = turns === 2 ? height : width;
  // Where the turned image's origin lies in the source, and the steps along its rows and columns.
  const [start, alongX, alongY] = (
    [
      [width - 1, width, -1],
      [width * height - 1, -1, -width],
      [(height - 1) * width, -width, 1],
    ] as const
  )[turns - 1]!;
  const turnedRgb = new Uint8Array(rgb.length);
  const turnedLabels = new Uint8Array(labels.length);
  let to = 0;
  for (let y = 0; y < turnedHeight; y++) {
    let from = start + y * alongY;
    for (let x = 0; x < turnedWidth; x++, to++, from += alongX) {
      turnedRgb[3 * to] = rgb[3 * from]!;
      turnedRgb[3 * to + 1] = rgb[3 * from + 1]!;
      turnedRgb[3 * to + 2] = rgb[3 * from + 2]!;
      turnedLabels[to] = labels[from]!;
    }
  }
  return { rgb: turnedRgb, labels: turnedLabels, width: turnedWidth, height: turnedHeight };
}
