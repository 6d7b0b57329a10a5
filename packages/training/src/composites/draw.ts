import sharp from "sharp";

/** RGB pixels of a background, `rgb[3 (y side + x) + channel]`, of `side` x `side`. */
export interface Background {
  readonly rgb: Uint8Array;
  readonly side: number;
}

/** A cut-out object, `rgba[4 (y side + x) + channel]`; alpha 0 is what was cut away. */
export interface Foreground {
  readonly rgba: Uint8Array;
  readonly side: number;
}

export async function readBackground(file: string, side: number): Promise<Background> {
  const rgb = await sharp(file)
    .resize(side, side, { fit: "fill" })
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer();
  return { rgb: new Uint8Array(rgb), side };
}

export async function readForeground(file: string, side: number): Promise<Foreground> {
  const rgba = await sharp(file)
    .resize(side, side, { fit: "fill" })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer();
  return { rgba: new Uint8Array(rgba), side };
}

/** The mirror image. */
export function flipped({ rgba, side }: Foreground): Foreground {
  const out = new Uint8Array(rgba.length);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const from = 4 * (y * side + side - 1 - x);
      out.set(rgba.subarray(from, from + 4), 4 * (y * side + x));
    }
  return { rgba: out, side };
}

/**
 * Lays an object over a background: a foreground pixel of alpha a is a fg + (1 - a) bg. The mask is 1
 * where alpha is a half or more.
 * @param left of the object's left edge, 0 to background.side - foreground.side; `top` likewise
 */
export function overlay(
  background: Background,
  { rgba, side }: Foreground,
  { left, top }: { left: number; top: number },
): { rgb: Uint8Array; mask: Uint8Array } {
  const rgb = background.rgb.slice();
  const mask = new Uint8Array(background.side ** 2);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [from, to] = [4 * (y * side + x), (y + top) * background.side + x + left];
      const alpha = rgba[from + 3]! / 255;
      for (let c = 0; c < 3; c++)
        rgb[3 * to + c] = Math.round(alpha * rgba[from + c]! + (1 - alpha) * rgb[3 * to + c]!);
      mask[to] = alpha >= 0.5 ? 1 : 0;
    }
  return { rgb, mask };
}
