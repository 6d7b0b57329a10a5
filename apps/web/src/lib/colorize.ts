import type { SegmentationClass } from "@maskboard/contracts";

type Rgb = readonly [number, number, number];

/** Colour of what is no class: void and unknown labels. */
const NO_CLASS: Rgb = [128, 128, 128];

function parseColor(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Class id -> colour, of the challenge's classes. */
export function colorTable(classes: readonly SegmentationClass[]): Map<number, Rgb> {
  return new Map(classes.map(({ id, color }) => [id, parseColor(color)]));
}

/** Labels of a mask, row by row. */
interface LabelImage {
  readonly width: number;
  readonly height: number;
  readonly labels: ArrayLike<number>;
}

/**
 * Paints labels in the colours of their classes, made smaller without blending until neither side
 * is longer than `most` pixels.
 */
export function colorize(
  { width, height, labels }: LabelImage,
  colors: ReadonlyMap<number, Rgb>,
  most = Number.POSITIVE_INFINITY,
): { width: number; height: number; pixels: Uint8ClampedArray<ArrayBuffer> } {
  const scale = Math.min(1, most / Math.max(width, height));
  const outWidth = Math.max(1, Math.round(width * scale));
  const outHeight = Math.max(1, Math.round(height * scale));
  const pixels = new Uint8ClampedArray(outWidth * outHeight * 4);
  for (let y = 0, at = 0; y < outHeight; y++) {
    const row = Math.floor(((y + 0.5) * height) / outHeight) * width;
    for (let x = 0; x < outWidth; x++, at += 4) {
      const label = labels[row + Math.floor(((x + 0.5) * width) / outWidth)] ?? -1;
      const [red, green, blue] = colors.get(label) ?? NO_CLASS;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      pixels[at + 3] = 255;
    }
  }
  return { width: outWidth, height: outHeight, pixels };
}
