import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import { readMask } from "@maskboard/data";
import type { LabelledImage } from "./dataset.ts";
import { toIndices, VOID } from "./load-sample.ts";

export interface PixelCounts {
  /** Of each class, by its position; void is left out. */
  readonly pixels: number[];
  /** What holds labels that are neither a class nor void, in one line; `null` where nothing does. */
  readonly stray: string | null;
}

/**
 * Pixels of the classes in the masks.
 * @throws MaskboardError `mask_...`, or `dataset_stray_label` where no pixel is of a class
 */
export async function countPixels(
  items: readonly LabelledImage[],
  classMap: ClassMap,
): Promise<PixelCounts> {
  const counts = new Float64Array(256);
  let [masks, pixels, first] = [0, 0, ""];
  for (const { mask } of items) {
    const { labels } = await readMask(mask, classMap);
    const indices = toIndices(labels, classMap);
    let own = 0;
    for (let i = 0; i < indices.length; i++) {
      counts[indices[i]!]! += 1;
      if (indices[i] !== VOID || labels[i] === classMap.void) continue;
      if (pixels + own === 0) first = `${labels[i]} in ${mask}`;
      own += 1;
    }
    pixels += own;
    if (own > 0) masks += 1;
  }
  const ofClasses = Array.from(counts.subarray(0, classMap.classes.length));
  if (!ofClasses.some((count) => count > 0))
    throw new MaskboardError(
      "dataset_stray_label",
      `No pixel of the ${items.length} masks to train on is of a class${first ? `; the first label is ${first}` : ""}.`,
    );
  const stray = `${pixels} pixels in ${masks} masks have labels that are no class (the first: ${first}); they count as void`;
  return { pixels: ofClasses, stray: pixels > 0 ? stray : null };
}
