import type { ClassMap } from "@maskboard/contracts";
import { readMask } from "@maskboard/data";
import type { LabelledImage } from "./dataset.ts";
import { toIndices } from "./load-sample.ts";

/** Pixels of each class in the masks, by its position; void is left out. */
export async function countPixels(
  items: readonly LabelledImage[],
  classMap: ClassMap,
): Promise<number[]> {
  const counts = new Float64Array(256);
  for (const { mask } of items) {
    const { labels } = await readMask(mask, classMap);
    for (const index of toIndices(labels, classMap)) counts[index]! += 1;
  }
  return Array.from(counts.subarray(0, classMap.classes.length));
}
