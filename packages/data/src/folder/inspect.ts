import { readFile } from "node:fs/promises";
import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import sharp from "sharp";
import { LabelSet } from "../check/labels.ts";
import { type DecodedMask, MaskDecoder } from "../check/mask.ts";
import { splitPath } from "../check/names.ts";
import { parsePngHeader } from "../check/png/header.ts";
import { sha256Of } from "../file-sha256.ts";
import { perceptualHash } from "../look-alikes/perceptual-hash.ts";
import { nodeCodec } from "../node-codec.ts";
import type { FileSet } from "./match.ts";

/** What each extension promises, in sharp's words. */
const FORMATS: Record<string, string> = {
  ".jpg": "jpeg",
  ".jpeg": "jpeg",
  ".png": "png",
  ".webp": "webp",
};

/** A picture as its file shows it. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly sha256: string;
  /** Of `perceptualHash`. */
  readonly hash: string;
}

export interface Inspection {
  /** `null` when the image can't be read. */
  readonly picture: Picture | null;
  /** `null` when the mask can't be read. */
  readonly mask: { readonly sha256: string; readonly labels: LabelCounts } | null;
  readonly problems: MaskboardError[];
}

/** Pixels of each label of a mask, and the first of them counted row by row. */
export type LabelCounts = ReadonlyMap<number, { readonly count: number; readonly pixel: number }>;

/** Reads the files of one image and mask after another, against the classes of a challenge. */
export class Inspector {
  readonly #decoder: MaskDecoder;
  readonly #labels: LabelSet;

  constructor(classMap: ClassMap) {
    this.#decoder = new MaskDecoder(classMap, nodeCodec);
    this.#labels = new LabelSet(classMap);
  }

  async inspect(set: FileSet): Promise<Inspection> {
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
    const picture = await attempt(() => readPicture(set.image, set.imageName));
    const mask = await attempt(() => this.#mask(set));
    if (picture && mask) compareSizes(problems, set.maskName, mask, set.imageName, picture);
    const labels = mask && countLabels(mask);
    if (labels) problems.push(...this.#strays(labels, mask.width, set.maskName));
    if (set.depth && picture) {
      const depth = await attempt(() => imageSize(set.depth!, set.depthName!));
      if (depth) compareSizes(problems, set.depthName!, depth, set.imageName, picture);
    }
    return { picture, mask: mask && labels && { sha256: mask.sha256, labels }, problems };
  }

  async #mask({ mask, maskName }: FileSet): Promise<DecodedMask & { sha256: string }> {
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
      const decoded = await this.#decoder.decode(png, { file: maskName, width, height });
      return { ...decoded, sha256: sha256Of(png) };
    } catch (error) {
      if (!(error instanceof MaskboardError)) throw error;
      throw new MaskboardError("dataset_bad_image", error.message, error.details, error);
    }
  }

  #strays(labels: LabelCounts, width: number, file: string): MaskboardError[] {
    const strays = [...labels].filter(([value]) => !this.#labels.has(value));
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

function countLabels({ labels }: DecodedMask): LabelCounts {
  const counts = new Map<number, { count: number; pixel: number }>();
  for (let start = 0; start < labels.length; ) {
    const value = labels[start]!;
    let end = start + 1;
    while (end < labels.length && labels[end] === value) end++;
    const seen = counts.get(value);
    if (seen) seen.count += end - start;
    else counts.set(value, { count: end - start, pixel: start });
    start = end;
  }
  return counts;
}

async function readPicture(path: string, file: string): Promise<Picture> {
  const bytes = await readFile(path);
  const size = await imageSize(bytes, file);
  return { ...size, sha256: sha256Of(bytes), hash: await perceptualHash(bytes) };
}

/**
 * Decodes an image as a whole, to be sure that it can be, and returns its size as stored.
 *
 * An EXIF rotation is refused: browsers apply it and training code mostly does not, so that masks
 * would fit in one place and not in the other.
 */
async function imageSize(
  image: string | Uint8Array,
  file: string,
): Promise<{ width: number; height: number }> {
  const bad = (why: string, value?: string | number, cause?: unknown) =>
    new MaskboardError(
      "dataset_bad_image",
      `'${file}' ${why}.`,
      { file, ...(value === undefined ? {} : { value }) },
      cause,
    );
  try {
    const decoder = sharp(image, { failOn: "truncated", limitInputPixels: 2 ** 27 });
    const { format, width, height, pages = 1, orientation = 1 } = await decoder.metadata();
    const expected = FORMATS[splitPath(file).extension];
    if (format !== expected)
      throw bad(`is a ${format.toUpperCase()}, not what its name says`, format);
    if (pages > 1) throw bad("is an animation", pages);
    if (orientation > 1) {
      throw bad("is to be shown rotated (EXIF orientation); store it upright", orientation);
    }
    await decoder.stats();
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
