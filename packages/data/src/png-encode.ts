import { constants, crc32, deflateSync } from "node:zlib";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** One chunk: length, type, data, CRC (PNG specification, section 5.3). */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, "latin1");
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

export interface EncodeOptions {
  /** Colours like `#e6194b` by label: writes a palette PNG whose *index* is the label. */
  palette?: readonly string[];
  /** Bits a pixel; by default 8, or 16 where a label is above 255. */
  bitDepth?: 8 | 16;
  /** zlib level, 0 to 9. */
  level?: number;
  /** Packs runs of one label and nothing else: quicker and smaller than level 1, larger than level 6. */
  runsOnly?: boolean;
}

const RUNS_ONLY = { level: 1, strategy: constants.Z_RLE };

/**
 * Encodes labels as a gray PNG, or as a palette PNG that image viewers show in colour.
 *
 * @param labels one class id a pixel, in row order
 * @throws RangeError if the number of labels is not width x height, or a label is beyond the palette
 * or the bit depth
 */
export function encodeLabelPng(
  labels: Uint8Array | Uint16Array,
  width: number,
  height: number,
  { palette, bitDepth, level = 6, runsOnly = false }: EncodeOptions = {},
): Buffer {
  if (labels.length !== width * height) {
    throw new RangeError(`${labels.length} labels for ${width} x ${height} pixels`);
  }
  const most = labels instanceof Uint16Array && !fitsBytes(labels) ? 65_535 : 255;
  if (palette && (bitDepth === 16 || labels.some((label) => label >= palette.length))) {
    throw new RangeError(`a label lies beyond the ${palette.length} colours of the palette`);
  }
  if (bitDepth === 8 && most > 255) throw new RangeError("a label does not fit into 8 bits");
  const wide = (bitDepth ?? (most > 255 ? 16 : 8)) === 16;
  const sampleBytes = wide ? 2 : 1;
  // Filter type 0 for every row: label images are runs, which deflate packs best unfiltered.
  const rows = Buffer.alloc(height * (width * sampleBytes + 1));
  for (let y = 0; y < height; y++) {
    const at = y * (width * sampleBytes + 1) + 1;
    if (wide) {
      for (let x = 0; x < width; x++) rows.writeUInt16BE(labels[y * width + x]!, at + 2 * x);
    } else {
      rows.set(labels.subarray(y * width, (y + 1) * width), at);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8 * sampleBytes;
  header[9] = palette ? 3 : 0;
  return Buffer.concat([
    SIGNATURE,
    pngChunk("IHDR", header),
    ...(palette
      ? [pngChunk("PLTE", Buffer.from(palette.map((c) => c.slice(1)).join(""), "hex"))]
      : []),
    pngChunk("IDAT", deflateSync(rows, runsOnly ? RUNS_ONLY : { level })),
    pngChunk("IEND", new Uint8Array(0)),
  ]);
}

/** A plain loop: `some` calls a function for each of half a million pixels. */
function fitsBytes(labels: Uint16Array): boolean {
  for (let i = 0; i < labels.length; i++) if (labels[i]! > 255) return false;
  return true;
}
