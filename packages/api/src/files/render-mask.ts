import type { ClassMap } from "@maskboard/contracts";
import { colorize, type decodeMaskBytes, encodeLabelPng } from "@maskboard/data";
import sharp from "sharp";

type DecodedMask = ReturnType<typeof decodeMaskBytes>;

/** Of labels that are no class: void, or what a palette has to have in between. */
const NO_CLASS = "#000000";

/**
 * A mask in the classes' colours as PNG. Where labels fit, it has a palette whose index is the
 * label, so that the picture is also the mask.
 */
export async function renderMask(mask: DecodedMask, classMap: ClassMap): Promise<Uint8Array> {
  let highest = 0;
  for (const label of mask.labels) if (label > highest) highest = label;
  if (highest > 255) {
    const { width, height } = mask;
    return sharp(colorize(mask, classMap), { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer();
  }
  const colors = new Map(classMap.classes.map(({ id, color }) => [id, color]));
  const palette = Array.from({ length: highest + 1 }, (_, id) => colors.get(id) ?? NO_CLASS);
  return encodeLabelPng(mask.labels, mask.width, mask.height, { palette });
}
