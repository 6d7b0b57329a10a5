import { readFile } from "node:fs/promises";
import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import sharp from "sharp";
import { LabelSet } from "../check/labels.ts";
import { type DecodedMask, MaskDecoder } from "../check/mask.ts";
import { splitPath } from "../check/names.ts";
import { parsePngHeader } from "../check/png/header.ts";
import { nodeCodec } from "../node-codec.ts";
import type { FileSet } from "./match.ts";
import type { ClassPixels } from "./types.ts";

/** What each extension promises, in sharp's words. */
const FORMATS: Record<string, string> = {
  ".jpg": "jpeg",
  ".jpeg": "jpeg",
  ".png": "png",
  ".webp": "webp",
};

export interface Inspection {
  readonly size: { width: number; height: number } | null;
  readonly problems: MaskboardError[];
}

/** Reads the files of one image and mask after another, against the classes of a challenge. */
export class Inspector {
  readonly #decoder: MaskDecoder;
  readonly #labels: LabelSet;

  constructor(classMap: ClassMap) {
    this.#decoder = new MaskDecoder(classMap, nodeCodec);
    this.#labels = new LabelSet(classMap);
  }

  /** Adds the mask's pixels to `pixels` unless it has faults. */
  async inspect(set: FileSet, pixels: ClassPixels): Promise<Inspection> {
    const problems: MaskboardError[] = [];
    const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof MaskboardError)) throw error;
        problems.push(error);
        return null;
      }
    };
    const size = await attempt(() => imageSize(set.image, set.imageName));
    const mask = await attempt(() => this.#mask(set));
    if (size && mask) compareSizes(problems, set.maskName, mask, set.imageName, size);
    if (mask) {
      const strays = this.#countLabels(mask, set.maskName, pixels);
      problems.push(...strays);
    }
    if (set.depth && size) {
      const depth = await attempt(() => imageSize(set.depth!, set.depthName!));
      if (depth) compareSizes(problems, set.depthName!, depth, set.imageName, size);
    }
    return { size, problems };
  }

  async #mask({ mask, maskName }: FileSet): Promise<DecodedMask> {
    const png = await readFile(mask);
    try {
      const { width, height } = parsePngHeader(png, maskName);
      if (width * height > 2 ** 27) {
        throw new MaskboardError(
          "mask_too_large",
          `'${maskName}' declares ${width} x ${height} pixels.`,
          { file: maskName },
        );
      }
      return this.#decoder.decode(png, { file: maskName, width, height });
    } catch (error) {
      if (!(error instanceof MaskboardError)) throw error;
      throw new MaskboardError("dataset_bad_image", error.message, error.details, error);
    }
  }

  #countLabels(mask: DecodedMask, file: string, pixels: ClassPixels): MaskboardError[] {
    const counts = new Map<number, { count: number; pixel: number }>();
    const { labels, width } = mask;
    for (let start = 0; start < labels.length; ) {
      const value = labels[start]!;
      let end = start + 1;
      while (end < labels.length && labels[end] === value) end++;
      const seen = counts.get(value);
      if (seen) seen.count += end - start;
      else counts.set(value, { count: end - start, pixel: start });
      start = end;
    }
    const strays = [...counts].filter(([value]) => !this.#labels.has(value));
    if (strays.length === 0) {
      for (const [value, { count }] of counts) pixels[value] = (pixels[value] ?? 0) + count;
    }
    return strays.map(([value, { count, pixel }]) => {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      return new MaskboardError(
        "dataset_stray_label",
        `'${file}' has the label ${value} at x ${x}, y ${y} (${count} ${count === 1 ? "pixel" : "pixels"} in all), which is no class.`,
        { file, x, y, value, count },
      );
    });
  }
}

/**
 * Decodes an image as a whole, to be sure that it can be, and returns its size as stored.
 *
 * An EXIF rotation is refused: browsers apply it and training code mostly does not, so that masks
 * would fit in one place and not in the other.
 */
async function imageSize(path: string, file: string): Promise<{ width: number; height: number }> {
  const bad = (why: string, value?: string | number, cause?: unknown) =>
    new MaskboardError(
      "dataset_bad_image",
      `'${file}' ${why}.`,
      { file, ...(value === undefined ? {} : { value }) },
      cause,
    );
  try {
    const image = sharp(path, { failOn: "truncated", limitInputPixels: 2 ** 27 });
    const { format, width, height, pages = 1, orientation = 1 } = await image.metadata();
    const expected = FORMATS[splitPath(file).extension];
    if (format !== expected)
      throw bad(`is a ${format.toUpperCase()}, not what its name says`, format);
    if (pages > 1) throw bad("is an animation", pages);
    if (orientation > 1) {
      throw bad("is to be shown rotated (EXIF orientation); store it upright", orientation);
    }
    await image.stats();
    return { width, height };
  } catch (error) {
    if (error instanceof MaskboardError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw bad(`can't be read: ${why.split("\n")[0]}`, undefined, error);
  }
}

function compareSizes(
  problems: MaskboardError[],
  file: string,
  size: { width: number; height: number },
  imageFile: string,
  image: { width: number; height: number },
): void {
  if (size.width === image.width && size.height === image.height) return;
  const value = `${size.width} x ${size.height}`;
  const expected = `${image.width} x ${image.height}`;
  problems.push(
    new MaskboardError(
      "dataset_size_mismatch",
      `'${file}' has ${value} pixels, '${imageFile}' has ${expected}.`,
      { file, value, expected },
    ),
  );
}
