import { deflateSync } from "node:zlib";
import { paeth } from "../check/png/unfilter-bytes.ts";
import { pngChunk } from "../png-encode.ts";

/** Every choice that the PNG format leaves to an encoder. */
export interface AnyPng {
  width: number;
  height: number;
  bitDepth: number;
  colorType: number;
  interlaced?: boolean;
  /** `width * height * channels` values below `2 ** bitDepth`. */
  samples: ArrayLike<number>;
  /** Filter type of each row, repeated as often as needed. */
  filters?: readonly number[];
  /** Lengths of the IDAT chunks' parts; the last one takes what is left. */
  idatBytes?: number;
  /** Chunks between IHDR and IDAT, e.g. PLTE and tRNS. */
  before?: readonly Buffer[];
}

const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** An encoder for tests: slow, plain, and independent of the decoder's structure. */
export function encodeAnyPng(png: AnyPng): Buffer {
  const { width, height, bitDepth, colorType, interlaced = false, filters = [0] } = png;
  const channels = CHANNELS[colorType]!;
  const rows: Buffer[] = [];
  let filterIndex = 0;
  for (const [x0, y0, dx, dy] of interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const)) {
    let above: number[] | null = null;
    for (let y = y0; y < height; y += dy) {
      const bits: string[] = [];
      for (let x = x0; x < width; x += dx) {
        for (let c = 0; c < channels; c++) {
          const value = png.samples[(y * width + x) * channels + c]!;
          bits.push(value.toString(2).padStart(bitDepth, "0"));
        }
      }
      if (bits.length === 0) continue;
      const bytes = (bits.join("").match(/.{1,8}/g) ?? []).map((b) =>
        Number.parseInt(b.padEnd(8, "0"), 2),
      );
      const filter = filters[filterIndex++ % filters.length]!;
      rows.push(Buffer.from([filter, ...applyFilter(filter, bytes, above, bitDepth * channels)]));
      above = bytes;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colorType, 0, 0, interlaced ? 1 : 0], 8);
  const data = deflateSync(Buffer.concat(rows));
  const part = png.idatBytes ?? data.length;
  const idats: Buffer[] = [];
  for (let at = 0; at < data.length; at += part) {
    idats.push(pngChunk("IDAT", data.subarray(at, at + part)));
  }
  const palette = pngChunk("PLTE", Buffer.alloc(3 * 2 ** Math.min(bitDepth, 8), 7));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", header),
    ...(png.before ?? (colorType === 3 ? [palette] : [])),
    ...idats,
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function applyFilter(
  filter: number,
  bytes: readonly number[],
  above: readonly number[] | null,
  pixelBits: number,
): number[] {
  const step = Math.max(1, pixelBits >> 3);
  return bytes.map((byte, i) => {
    const a = bytes[i - step] ?? 0;
    const b = above?.[i] ?? 0;
    const c = i >= step ? (above?.[i - step] ?? 0) : 0;
    const predicted = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter] ?? 0;
    return (byte - predicted) & 255;
  });
}
