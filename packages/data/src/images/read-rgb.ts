import sharp from "sharp";

/** An image as RGB pixels, `rgb[3 * (y * width + x) + channel]`, values 0..255. */
export interface RgbPixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * Decodes an image file to 8-bit sRGB; gray becomes three equal channels, alpha is dropped.
 *
 * @param file path of the file, or its bytes
 * @param size what the image is squeezed to, bilinearly, with an antialias where it shrinks
 * @throws Error when the file can't be read as an image
 */
export async function readRgb(
  file: string | Uint8Array,
  size?: { width: number; height: number },
): Promise<RgbPixels> {
  const resized = size ? ({ ...size, fit: "fill", kernel: "linear" } as const) : {};
  const { data, info } = await sharp(file)
    .resize(resized)
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: new Uint8Array(data) };
}
