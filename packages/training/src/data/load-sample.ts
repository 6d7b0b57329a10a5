import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import { readMask, readRgb } from "@maskboard/data";
import { resize, type Sample } from "@maskboard/data/augment";

/** Label of pixels that count for nothing, in masks of positions. */
export const VOID = 255;

/** Class ids to positions in the class map; void and anything else to `VOID`. */
export function toIndices(ids: ArrayLike<number>, { classes }: ClassMap): Uint8Array {
  const table = new Uint8Array(2 ** 16).fill(VOID);
  for (const [index, { id }] of classes.entries()) table[id] = index;
  const out = new Uint8Array(ids.length);
  for (let i = 0; i < out.length; i++) out[i] = table[ids[i]!]!;
  return out;
}

/** An image and where its mask is; `null` where it has none. */
export interface ImageFiles {
  readonly image: string;
  readonly mask: string | null;
}

/**
 * Reads an image and its mask, squished to a size. Labels are positions of classes or `VOID`.
 * @throws MaskboardError `dataset_bad_image`, `mask_...`, or `dataset_size_mismatch` where mask and image differ
 */
export async function loadSample(
  { image, mask }: ImageFiles,
  classMap: ClassMap,
  to: { width: number; height: number },
): Promise<Sample> {
  const { rgb, width, height } = await readRgb(image).catch((error: unknown) => {
    throw new MaskboardError(
      "dataset_bad_image",
      `${image} can't be read as an image: ${error instanceof Error ? error.message : error}.`,
      { file: image },
      error,
    );
  });
  const labels = mask === null ? null : await readMask(mask, classMap);
  if (labels && (labels.width !== width || labels.height !== height))
    throw new MaskboardError(
      "dataset_size_mismatch",
      `${mask} has ${labels.width} x ${labels.height} pixels, its image ${width} x ${height}.`,
      { file: mask! },
    );
  const indices = labels
    ? toIndices(labels.labels, classMap)
    : new Uint8Array(width * height).fill(VOID);
  return resize({ rgb, labels: indices, width, height }, to.width, to.height);
}
