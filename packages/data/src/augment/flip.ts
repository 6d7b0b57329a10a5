import type { Sample, Transform, TransformOptions } from "./sample.ts";

/** Mirrors left and right. */
export function horizontalFlip({ p = 0.5 }: TransformOptions = {}): Transform {
  return { name: "HorizontalFlip", p, apply: (sample) => mirror(sample, true, false) };
}

/** Mirrors top and bottom. */
export function verticalFlip({ p = 0.5 }: TransformOptions = {}): Transform {
  return { name: "VerticalFlip", p, apply: (sample) => mirror(sample, false, true) };
}

/**
 * Mirrors left and right, top and bottom, or both, each a third of the time: when it is applied, the
 * image always changes (Albumentations 1.3.0, geometric/transforms.py, `Flip`: code -1, 0 or 1).
 */
export function flip({ p = 0.5 }: TransformOptions = {}): Transform {
  return {
    name: "Flip",
    p,
    apply(sample, random) {
      const code = random.integer(-1, 1);
      return mirror(sample, code !== 0, code !== 1);
    },
  };
}

function mirror({ rgb, labels, width, height }: Sample, acrossX: boolean, acrossY: boolean) {
  const flippedRgb = new Uint8Array(rgb.length);
  const flippedLabels = new Uint8Array(labels.length);
  for (let y = 0; y < height; y++) {
    const row = (acrossY ? height - 1 - y : y) * width;
    if (!acrossX) {
      flippedRgb.set(rgb.subarray(row * 3, (row + width) * 3), y * width * 3);
      flippedLabels.set(labels.subarray(row, row + width), y * width);
      continue;
    }
    for (let x = 0, to = y * width, from = row + width - 1; x < width; x++, to++, from--) {
      flippedRgb[3 * to] = rgb[3 * from]!;
      flippedRgb[3 * to + 1] = rgb[3 * from + 1]!;
      flippedRgb[3 * to + 2] = rgb[3 * from + 2]!;
      flippedLabels[to] = labels[from]!;
    }
  }
  return { rgb: flippedRgb, labels: flippedLabels, width, height };
}
