import type { ClassMap } from "@maskboard/contracts";
import sharp, { type Sharp } from "sharp";
import type { DecodedMask } from "../check/mask.ts";

/** Longest side of a thumbnail, in pixels. */
const THUMB_SIZE = 480;
const QUALITY = 82;

/** A small WebP of an image, given by path or bytes. Never enlarged. */
export async function makeThumb(
  image: string | Uint8Array,
  size: number = THUMB_SIZE,
): Promise<Buffer> {
  return thumb(sharp(image), size);
}

function thumb(image: Sharp, size: number): Promise<Buffer> {
  return image
    .resize({ width: size, height: size, fit: "inside", withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .toBuffer();
}

/**
 * An image with its classes in their colours over it, as WebP, for pages that show both.
 *
 * @param opacity of the colours, 0 to 1; void pixels and labels without a class stay as they are
 */
export async function makeOverlay(
  image: string | Uint8Array,
  mask: DecodedMask,
  classMap: ClassMap,
  { size = THUMB_SIZE, opacity = 0.6 }: { size?: number; opacity?: number } = {},
): Promise<Buffer> {
  const { width, height } = mask;
  const raw = { width, height, channels: 4 as const };
  // Blended at full size, so that class borders are smooth rather than stepped in the thumbnail.
  const blended = await sharp(image)
    .resize({ width, height, fit: "fill" })
    .removeAlpha()
    .composite([{ input: colorize(mask, classMap, Math.round(255 * opacity)), raw }])
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { channels } = blended.info;
  return thumb(sharp(blended.data, { raw: { width, height, channels } }), size);
}

/** The labels as RGBA pixels in the classes' colours; what is no class is transparent. */
export function colorize({ labels }: DecodedMask, { classes }: ClassMap, alpha = 255): Buffer {
  const colors = new Map(
    classes.map(({ id, color }) => [
      id,
      ((Number.parseInt(color.slice(1), 16) << 8) | alpha) >>> 0,
    ]),
  );
  const pixels = Buffer.alloc(4 * labels.length);
  for (let start = 0; start < labels.length; ) {
    let end = start + 1;
    while (end < labels.length && labels[end] === labels[start]) end++;
    const color = colors.get(labels[start]!);
    if (color !== undefined) {
      for (let pixel = start; pixel < end; pixel++) pixels.writeUInt32BE(color, 4 * pixel);
    }
    start = end;
  }
  return pixels;
}
