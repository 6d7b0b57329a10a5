import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { readRgb } from "@maskboard/data";
import { type ChannelStatistics, normalize } from "@maskboard/data/augment";
import sharp from "sharp";

/** Files of one composite. */
export interface Composite {
  readonly name: string;
  readonly image: string;
  readonly background: string;
  readonly mask: string;
  readonly depth: string;
}

/**
 * The composites that `composites.csv` of a folder names (see `generateComposites`), with the depth
 * maps that were put beside them as `depth/NAME.png` or `.jpg`: gray, near and far as their maker has it.
 * @throws MaskboardError `dataset_layout` where the list or a depth map is missing
 */
export async function openComposites(dir: string): Promise<Composite[]> {
  const list = join(dir, "composites.csv");
  if (!existsSync(list))
    throw new MaskboardError(
      "dataset_layout",
      `${dir} has no composites.csv: make composites by \`pnpm baseline:composites\` first.`,
      { file: dir },
    );
  const [, ...rows] = (await readFile(list, "utf8")).trim().split(/\r?\n/);
  return rows.map((row) => {
    const [name = "", background = ""] = row.split(",");
    const depth = [".png", ".jpg"]
      .map((extension) => join(dir, "depth", `${name}${extension}`))
      .find((file) => existsSync(file));
    if (depth === undefined)
      throw new MaskboardError(
        "dataset_layout",
        `There is no depth/${name}.png or .jpg in ${dir}: put a gray depth map for each composite there, as a depth network makes them of the images.`,
        { file: join(dir, "depth", name) },
      );
    return {
      ...{ name, depth, image: join(dir, "images", `${name}.jpg`) },
      background: join(dir, "backgrounds", `${background}.png`),
      mask: join(dir, "masks", `${name}.png`),
    };
  });
}

/** Of backgrounds and of composites. */
export interface CompositeStatistics {
  readonly backgrounds: ChannelStatistics;
  readonly images: ChannelStatistics;
}

export interface CompositeBatch {
  readonly count: number;
  /** [n, h, w, 6]: background, then composite, each normalized by its own statistics. */
  readonly inputs: Float32Array;
  /** [n, h, w]: 1 where the object is, else 0. */
  readonly masks: Uint8Array;
  /** [n, h, w], 0..1. */
  readonly depths: Float32Array;
}

/** Reads composites, all squished to one size. */
export async function loadComposites(
  items: readonly Composite[],
  size: { readonly width: number; readonly height: number },
  statistics: CompositeStatistics,
): Promise<CompositeBatch> {
  const pixels = size.width * size.height;
  const count = items.length;
  const inputs = new Float32Array(count * pixels * 6);
  const masks = new Uint8Array(count * pixels);
  const depths = new Float32Array(count * pixels);
  const load = async (item: Composite, n: number): Promise<void> => {
    const [background, image, mask, depth] = await Promise.all([
      readRgb(item.background, size),
      readRgb(item.image, size),
      readGray(item.mask, size, "nearest"),
      readGray(item.depth, size, "linear"),
    ]);
    const near = normalize(background.rgb, statistics.backgrounds);
    const whole = normalize(image.rgb, statistics.images);
    for (let i = 0; i < pixels; i++) {
      const at = 6 * (n * pixels + i);
      inputs.set(near.subarray(3 * i, 3 * i + 3), at);
      inputs.set(whole.subarray(3 * i, 3 * i + 3), at + 3);
      masks[n * pixels + i] = mask[i]! > 0 ? 1 : 0;
    }
    depths.set(depth, n * pixels);
  };
  await Promise.all(items.map(load));
  return { count, inputs, masks, depths };
}

/** One channel in 0..1, of 8 or 16 bits. */
async function readGray(
  file: string,
  { width, height }: { width: number; height: number },
  kernel: "nearest" | "linear",
): Promise<Float32Array> {
  const deep = (await sharp(file).metadata()).depth === "ushort";
  const bytes = await sharp(file)
    .resize(width, height, { fit: "fill", kernel })
    .toColourspace(deep ? "grey16" : "b-w")
    .extractChannel(0)
    .raw({ depth: deep ? "ushort" : "uchar" })
    .toBuffer();
  const values = deep
    ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
    : new Uint8Array(bytes);
  return Float32Array.from(values, (value) => value / (deep ? 65_535 : 255));
}
