import sharp from "sharp";
import { escapeXml } from "./line-chart.ts";

/** RGB pixels, `rgb[3 (y width + x) + channel]`. */
export interface Tile {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const GAP = 6;
/** Height of a line of text. */
const LINE = 26;
/** Width that tiles have at least where words stand beside them. */
const LEAST = 144;

interface GridText {
  /** Of the columns; repeated where there are more of these. */
  readonly headings?: readonly string[];
  /** Colours and what they stand for, below the tiles. */
  readonly legend?: readonly { readonly name: string; readonly color: string }[];
}

/**
 * Joins tiles of one size to a PNG, row by row, with a white gap between them. Tiles that are too small
 * to read are enlarged, each pixel to a square.
 */
export async function drawGrid(
  tiles: readonly Tile[],
  columns: number,
  { headings = [], legend = [] }: GridText = {},
): Promise<Buffer> {
  const first = tiles[0]!;
  const scale = headings.length + legend.length > 0 ? Math.ceil(LEAST / first.width) : 1;
  const [width, height] = [first.width * scale, first.height * scale];
  const rows = Math.ceil(tiles.length / columns);
  const across = Math.min(columns, tiles.length);
  const head = headings.length > 0 ? LINE : 0;
  const size = { width: across * (width + GAP) + GAP, height: rows * (height + GAP) + GAP + head };
  const key = flowLegend(legend, size.width);
  const canvas = { width: size.width, height: size.height + key.height };
  const middle = (column: number) => GAP + column * (width + GAP) + width / 2;
  const titles = Array.from({ length: head > 0 ? across : 0 }, (_, i) => {
    const text = escapeXml(headings[i % headings.length]!);
    return `<text x="${middle(i)}" y="${LINE - 8}" text-anchor="middle">${text}</text>`;
  });
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas.width}" height="${canvas.height}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="13" fill="#4b5563">${titles.join("")}<g transform="translate(0 ${size.height})">${key.svg}</g></svg>`;
  const pictures = await Promise.all(
    tiles.map(async ({ rgb }, i) => ({
      input: await sharp(rgb, { raw: { width: first.width, height: first.height, channels: 3 } })
        .resize(width, height, { kernel: "nearest" })
        .png({ compressionLevel: 1 })
        .toBuffer(),
      left: GAP + (i % columns) * (width + GAP),
      top: head + GAP + Math.floor(i / columns) * (height + GAP),
    })),
  );
  return sharp({ create: { ...canvas, channels: 3, background: "#ffffff" } })
    .composite([...pictures, { input: Buffer.from(text), left: 0, top: 0 }])
    .png()
    .toBuffer();
}

/** Coloured squares with their names, in as many lines as they need. */
function flowLegend(legend: NonNullable<GridText["legend"]>, width: number) {
  let [x, line] = [GAP, 0];
  const entries = legend.map(({ name, color }) => {
    const own = 24 + 7.5 * name.length + 14;
    if (x > GAP && x + own > width) [x, line] = [GAP, line + 1];
    const y = line * LINE + 4;
    const entry = `<rect x="${x}" y="${y}" width="14" height="14" rx="2" fill="${color}" stroke="#d1d5db"/><text x="${x + 20}" y="${y + 12}">${escapeXml(name)}</text>`;
    x += own;
    return entry;
  });
  return { svg: entries.join(""), height: legend.length === 0 ? 0 : (line + 1) * LINE + GAP };
}

/** Of what is predicted wrong. */
export const WRONG = "#dc2626";

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
    out.set(wrong ? parse(WRONG) : [gray, gray, gray], 3 * i);
  }
  return { rgb: out, width, height };
}
