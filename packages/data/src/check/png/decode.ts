import type { MaskboardError } from "@maskboard/contracts";
import type { Codec } from "../codec.ts";
import { imageData } from "./chunks.ts";
import { corrupt, GRAY, GRAY_ALPHA, PALETTE, type PngHeader, RGB } from "./header.ts";
import { unfilter } from "./unfilter.ts";
import { unfilterBytes } from "./unfilter-bytes.ts";

/** Samples in row order, channels interleaved, exactly as stored: no scaling, no palette look-up. */
export type Samples = Uint8Array | Uint16Array;

interface Pass {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

/** The seven passes of Adam7 (PNG specification, section 8.2). */
const ADAM7: readonly Pass[] = [
  { x: 0, y: 0, stepX: 8, stepY: 8 },
  { x: 4, y: 0, stepX: 8, stepY: 8 },
  { x: 0, y: 4, stepX: 4, stepY: 8 },
  { x: 2, y: 0, stepX: 4, stepY: 4 },
  { x: 0, y: 2, stepX: 2, stepY: 4 },
  { x: 1, y: 0, stepX: 2, stepY: 2 },
  { x: 0, y: 1, stepX: 1, stepY: 2 },
];
const WHOLE: readonly Pass[] = [{ x: 0, y: 0, stepX: 1, stepY: 1 }];

export function channelCount({ colorType }: PngHeader): number {
  if (colorType === GRAY || colorType === PALETTE) return 1;
  if (colorType === GRAY_ALPHA) return 2;
  return colorType === RGB ? 3 : 4;
}

/**
 * Decodes any PNG to its stored samples. Written for labels: a general decoder expands palettes,
 * scales small bit depths or fills what is missing with zeros, and a zero is a label.
 *
 * @returns `width * height * channels` samples, 16-bit ones as `Uint16Array`
 * @throws MaskboardError `mask_corrupt`, `mask_not_png` (animation)
 */
export function decodeSamples(
  png: Uint8Array,
  header: PngHeader,
  codec: Codec,
  file: string,
): Samples {
  const compressed = imageData(png, header, codec, file);
  const { width, height, bitDepth } = header;
  const channels = channelCount(header);
  const pixelBits = bitDepth * channels;
  const passes = (header.interlaced ? ADAM7 : WHOLE)
    .map((pass) => {
      const columns = Math.ceil((width - pass.x) / pass.stepX);
      const rows = Math.ceil((height - pass.y) / pass.stepY);
      return { ...pass, columns, rows, rowBytes: Math.ceil((columns * pixelBits) / 8) };
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
  const size = passes.reduce((sum, { rows, rowBytes }) => sum + rows * (rowBytes + 1), 0);

  let data: Uint8Array;
  try {
    data = codec.inflateZlib(compressed, size);
  } catch (cause) {
    throw corrupt(file, "its image data is damaged", cause);
  }
  if (data.length < size) throw corrupt(file, "its image data ends early");
  if (data.length > size) throw corrupt(file, "it holds more image data than its size allows");

  const length = width * height * channels;
  if (pixelBits === 8 && !header.interlaced) {
    if (!unfilterBytes(data, height, width)) throw unknownFilter(file);
    return data.subarray(0, length);
  }
  const samples = bitDepth === 16 ? new Uint16Array(length) : new Uint8Array(length);
  let start = 0;
  for (const { x, y, stepX, stepY, columns, rows, rowBytes } of passes) {
    if (!unfilter(data, start, rows, rowBytes, Math.max(1, pixelBits >> 3))) {
      throw unknownFilter(file);
    }
    for (let row = 0; row < rows; row++) {
      const from = start + row * (rowBytes + 1) + 1;
      const to = ((y + row * stepY) * width + x) * channels;
      if (bitDepth === 8 && stepX === 1) {
        samples.set(data.subarray(from, from + rowBytes), to);
      } else {
        spread(data, from, samples, to, columns, channels, bitDepth, stepX);
      }
    }
    start += rows * (rowBytes + 1);
  }
  return samples;
}

function unknownFilter(file: string): MaskboardError {
  return corrupt(file, "a row has an unknown filter");
}

/** Unpacks one row of samples of any depth into every `step`-th pixel of a row. */
function spread(
  data: Uint8Array,
  from: number,
  samples: Samples,
  to: number,
  columns: number,
  channels: number,
  bitDepth: number,
  step: number,
): void {
  const mask = (1 << bitDepth) - 1;
  for (let column = 0; column < columns; column++) {
    for (let channel = 0; channel < channels; channel++) {
      const index = column * channels + channel;
      let value: number;
      if (bitDepth === 16) {
        value = (data[from + 2 * index]! << 8) | data[from + 2 * index + 1]!;
      } else {
        const bit = index * bitDepth;
        value = (data[from + (bit >> 3)]! >> (8 - bitDepth - (bit & 7))) & mask;
      }
      samples[to + column * step * channels + channel] = value;
    }
  }
}
