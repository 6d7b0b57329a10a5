import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import type { Codec } from "./codec.ts";
import { ColorTable } from "./color-table.ts";
import type { DecodedMask, Labels, MaskTarget } from "./mask-types.ts";
import { decodeSamples } from "./png/decode.ts";
import { GRAY, PALETTE, type PngHeader, parsePngHeader, RGB } from "./png/header.ts";

export type { DecodedMask, Labels, MaskTarget };

/** Beyond this a wrong size is a decompression bomb rather than a mistake. */
const MAX_PIXELS = 2 ** 27;

/**
 * Checks the header of a mask against its image before any pixel is decoded.
 *
 * @param head at least the first 33 bytes of the file, or all of a shorter one
 * @throws MaskboardError `mask_empty`, `mask_not_png`, `mask_corrupt`, `mask_too_large`,
 * `mask_wrong_size`, `mask_has_alpha`, `mask_rgb`
 */
export function checkMaskHeader(
  head: Uint8Array,
  { file, width, height }: MaskTarget,
  classMap: Pick<ClassMap, "rgbMasks">,
): PngHeader {
  const header = parsePngHeader(head, file);
  const size = `${header.width} x ${header.height}`;
  const expected = `${width} x ${height}`;
  if (header.width * header.height > Math.max(MAX_PIXELS, width * height)) {
    throw new MaskboardError("mask_too_large", `'${file}' declares ${size} pixels.`, {
      file,
      value: size,
      expected,
    });
  }
  if (header.width !== width || header.height !== height) {
    throw new MaskboardError(
      "mask_wrong_size",
      `'${file}' has ${size} pixels, its image has ${expected}.`,
      { file, value: size, expected },
    );
  }
  if (header.colorType === GRAY || header.colorType === PALETTE) return header;
  if (header.colorType !== RGB) {
    throw new MaskboardError("mask_has_alpha", `'${file}' has an alpha channel.`, { file });
  }
  if (!classMap.rgbMasks) {
    throw new MaskboardError("mask_rgb", `'${file}' holds RGB colours instead of class ids.`, {
      file,
    });
  }
  if (header.bitDepth !== 8) {
    throw new MaskboardError("mask_rgb", `'${file}' has 16 bits a channel; colours need 8.`, {
      file,
      value: header.bitDepth,
      expected: 8,
    });
  }
  return header;
}

/** Decodes masks of one challenge to labels. Labels are not yet compared with the classes. */
export class MaskDecoder {
  readonly #classMap: ClassMap;
  readonly #codec: Codec;
  readonly #colors: ColorTable;

  constructor(classMap: ClassMap, codec: Codec) {
    this.#classMap = classMap;
    this.#codec = codec;
    this.#colors = new ColorTable(classMap);
  }

  /**
   * Gray values and palette indices come out as stored, RGB by the colour table.
   *
   * @throws MaskboardError what `checkMaskHeader` throws, `mask_corrupt`, `mask_unknown_color`
   */
  decode(png: Uint8Array, target: MaskTarget): DecodedMask {
    const header = checkMaskHeader(png, target, this.#classMap);
    const { width, height } = header;
    if (header.colorType === RGB) {
      const rgb = decodeSamples(png, header, this.#codec, target.file) as Uint8Array;
      return { width, height, labels: this.#colors.labels(rgb, target) };
    }
    return { width, height, labels: decodeSamples(png, header, this.#codec, target.file) };
  }
}
