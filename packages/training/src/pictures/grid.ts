import sharp from "sharp";

/** RGB pixels, `rgb[3 (y width + x) + channel]`. */
export interface Tile {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const GAP = 6;

/** Joins tiles of one size to a PNG, row by row, with a white gap between them. */
export async function drawGrid(tiles: readonly Tile[], columns: number): Promise<Buffer> {
  const { width, height } = tiles[0]!;
  const rows = Math.ceil(tiles.length / columns);
  const across = Math.min(columns, tiles.length);
  const canvas = {
    width: across * (width + GAP) + GAP,
    height: rows * (height + GAP) + GAP,
    channels: 3 as const,
    background: "#ffffff",
  };
  return sharp({ create: canvas })
    .composite(
      tiles.map(({ rgb }, i) => ({
        input: Buffer.from(rgb),
        raw: { width, height, channels: 3 },
        left: GAP + (i % columns) * (width + GAP),
        top: GAP + Math.floor(i / columns) * (height + GAP),
      })),
    )
    .png()
    .toBuffer();
}

/** `#rrggbb` as three numbers. */
const parse = (color: string): [number, number, number] =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as [number, number, number];

/** Paints labels over an image; `opacity` 1 hides it. Labels without a colour leave it as it is. */
export function paintLabels(
  { rgb, width, height }: Tile,
  labels: Uint8Array,
  colors: readonly string[],
  opacity: number,
): Tile {
  const table = colors.map(parse);
  const out = rgb.slice();
  for (const [i, label] of labels.entries()) {
    const color = table[label];
    if (!color) continue;
    for (let c = 0; c < 3; c++)
      out[3 * i + c] = Math.round(rgb[3 * i + c]! * (1 - opacity) + color[c]! * opacity);
  }
  return { rgb: out, width, height };
}

/** The image in pale gray with what is wrong in red; void pixels of the truth are never wrong. */
export function paintErrors(
  { rgb, width, height }: Tile,
  truth: Uint8Array,
  predicted: Uint8Array,
  voidLabel: number,
): Tile {
  const out = new Uint8Array(rgb.length);
  for (const [i, label] of truth.entries()) {
    const gray = 140 + (rgb[3 * i]! + rgb[3 * i + 1]! + rgb[3 * i + 2]!) * 0.15;
    const wrong = label !== voidLabel && label !== predicted[i];
    out.set(wrong ? [220, 38, 38] : [gray, gray, gray], 3 * i);
  }
  return { rgb: out, width, height };
}
