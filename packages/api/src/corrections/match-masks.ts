import { MaskboardError } from "@maskboard/contracts";
import type { ImageRow } from "@maskboard/db";
import type { SentMask } from "./read-masks.ts";

export interface MatchedCorrection extends SentMask {
  readonly image: ImageRow;
}

/**
 * Finds the image of each mask by stem. Where a stem is in train and in test, a folder of that name
 * in the path tells which one is meant.
 * @throws MaskboardError `masks_extra`, `masks_duplicate`, `bad_request`
 */
export function matchMasks(
  masks: readonly SentMask[],
  images: readonly ImageRow[],
): MatchedCorrection[] {
  const byStem = Map.groupBy(images, ({ stem }) => stem);
  const taken = new Map<string, string>();
  return masks.map((mask) => {
    const parts = mask.path.split("/");
    const stem = parts
      .at(-1)!
      .replace(/\.png$/i, "")
      .normalize("NFC");
    const folders = new Set(parts.slice(0, -1).map((name) => name.toLowerCase()));
    const found = byStem.get(stem) ?? [];
    const [image, another] =
      found.length > 1 ? found.filter(({ role }) => folders.has(role)) : found;
    if (found.length > 1 && (!image || another)) {
      throw new MaskboardError(
        "bad_request",
        `'${stem}' is a training image and a test image: put '${mask.path}' into a folder train or test.`,
        { file: mask.path },
      );
    }
    if (!image) {
      throw new MaskboardError(
        "masks_extra",
        `'${mask.path}' belongs to no image of this challenge.`,
        {
          file: mask.path,
        },
      );
    }
    const earlier = taken.get(image.id);
    if (earlier !== undefined) {
      throw new MaskboardError(
        "masks_duplicate",
        `'${earlier}' and '${mask.path}' stand for the same image.`,
        { file: mask.path, files: [earlier, mask.path] },
      );
    }
    taken.set(image.id, mask.path);
    return { ...mask, image };
  });
}
