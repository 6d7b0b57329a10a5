import { MaskboardError } from "@maskboard/contracts";
import type { Codec } from "../codec.ts";
import { corrupt, PALETTE, type PngHeader } from "./header.ts";

const IHDR = 0x49484452;
const PLTE = 0x504c5445;
const IDAT = 0x49444154;
const IEND = 0x49454e44;
const acTL = 0x6163544c;

/** Ancillary chunks have a lower-case first letter: bit 5 of the type's first byte. */
const isAncillary = (type: number): boolean => (type & 0x20000000) !== 0;

/**
 * The compressed image data of a PNG: all IDAT chunks joined, still in the zlib wrapper.
 *
 * Checks the CRC of every critical chunk and their order. Ancillary chunks (text, gamma, profiles,
 * transparency) never change a label and are skipped; so is anything after IEND.
 *
 * @throws MaskboardError `mask_corrupt`; `mask_not_png` for an animation, whose frames would be ambiguous
 */
export function imageData(
  png: Uint8Array,
  header: PngHeader,
  codec: Codec,
  file: string,
): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const parts: Uint8Array[] = [];
  let total = 0;
  let palette = false;
  for (let at = 8; ; ) {
    if (at + 12 > png.length) throw corrupt(file, "it breaks off before its end");
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const end = at + 8 + length;
    if (end + 4 > png.length) throw corrupt(file, "it breaks off within a chunk");
    if (!isAncillary(type) && codec.crc32(png.subarray(at + 4, end)) !== view.getUint32(end)) {
      throw corrupt(file, "a chunk does not match its checksum");
    }
    if (type === IDAT) {
      parts.push(png.subarray(at + 8, end));
      total += length;
    } else if (type === PLTE) {
      palette = true;
    } else if (type === IEND) {
      break;
    } else if (type === acTL) {
      throw new MaskboardError("mask_not_png", `'${file}' is an animated PNG; save one image.`, {
        file,
        value: "animated PNG",
      });
    } else if (type === IHDR ? at !== 8 : !isAncillary(type)) {
      throw corrupt(file, "it holds a chunk that no PNG of this kind may hold");
    }
    at = end + 4;
  }
  if (parts.length === 0) throw corrupt(file, "it holds no image data");
  if (header.colorType === PALETTE && !palette) throw corrupt(file, "its palette is missing");
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
