import { MaskboardError } from "@maskboard/contracts";
import { sniff } from "../archive/sniff.ts";

/** Colour types of the PNG specification, section 11.2.1. */
export const GRAY = 0;
export const RGB = 2;
export const PALETTE = 3;
export const GRAY_ALPHA = 4;
const RGB_ALPHA = 6;

export type ColorType = 0 | 2 | 3 | 4 | 6;

const BIT_DEPTHS: Record<ColorType, readonly number[]> = {
  [GRAY]: [1, 2, 4, 8, 16],
  [RGB]: [8, 16],
  [PALETTE]: [1, 2, 4, 8],
  [GRAY_ALPHA]: [8, 16],
  [RGB_ALPHA]: [8, 16],
};

/** Signature, length, type, 13 bytes of IHDR and its CRC. */
export const PNG_HEADER_BYTES = 33;

/** Width, height in pixels and how pixels are stored. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colorType: ColorType;
  readonly interlaced: boolean;
}

/**
 * Reads the header of a PNG from its first 33 bytes.
 *
 * @throws MaskboardError `mask_empty`, `mask_not_png` (with the kind of file it is instead),
 * `mask_corrupt`
 */
export function parsePngHeader(head: Uint8Array, file: string): PngHeader {
  if (head.length === 0) {
    throw new MaskboardError("mask_empty", `'${file}' is empty (0 bytes).`, { file, value: 0 });
  }
  const kind = sniff(head);
  if (kind !== "PNG image") {
    throw new MaskboardError(
      "mask_not_png",
      kind ? `'${file}' is a ${kind}, not a PNG.` : `'${file}' is not a PNG.`,
      { file, ...(kind ? { value: kind } : {}), expected: "PNG image" },
    );
  }
  if (head.length < PNG_HEADER_BYTES) throw corrupt(file, "it breaks off within the header");
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) {
    throw corrupt(file, "it does not begin with an IHDR chunk");
  }
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const bitDepth = head[24]!;
  const colorType = head[25]! as ColorType;
  const [compression, filter, interlace] = [head[26]!, head[27]!, head[28]!];
  if (width === 0 || height === 0 || width > 0x7fffffff || height > 0x7fffffff) {
    throw corrupt(file, `its size is ${width} x ${height}`);
  }
  if (!BIT_DEPTHS[colorType]?.includes(bitDepth)) {
    throw corrupt(file, `colour type ${colorType} with ${bitDepth} bits is not allowed in a PNG`);
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw corrupt(file, "its header names an unknown compression, filter or interlace method");
  }
  return { width, height, bitDepth, colorType, interlaced: interlace === 1 };
}

export function corrupt(file: string, why: string, cause?: unknown): MaskboardError {
  return new MaskboardError("mask_corrupt", `'${file}' can't be read: ${why}.`, { file }, cause);
}
