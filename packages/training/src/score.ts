import type { ClassMap } from "@maskboard/contracts";
import { MaskboardError } from "@maskboard/contracts";
import { readMask } from "@maskboard/data";
import {
  countConfusion,
  createClassIndex,
  type ImageMatrix,
  type Summary,
  summarize,
} from "@maskboard/metrics";
import type { Model } from "@maskboard/models";
import type { LabelledImage } from "./data/dataset.ts";
import { toIndices, VOID } from "./data/load-sample.ts";
import type { Loader } from "./data/loader.ts";
import { predict } from "./predict.ts";

/**
 * Scores a model on images in their own size, as the scorer scores masks: mean IoU over the classes
 * that the truth holds.
 */
export async function scoreModel(
  model: Model,
  loader: Loader,
  items: readonly LabelledImage[],
  classMap: ClassMap,
  options: { batch: number; augment: boolean },
): Promise<Summary> {
  const positions = classMap.classes.map(({ name }, id) => ({ id, name }));
  const index = createClassIndex(
    positions.map(({ id }) => id),
    VOID,
  );
  const images: ImageMatrix[] = [];
  for await (const { item, labels } of predict(model, loader, items, options)) {
    const truth = toIndices((await readMask(item.mask, classMap)).labels, classMap);
    if (truth.length !== labels.length)
      throw new MaskboardError(
        "dataset_size_mismatch",
        `The mask of ${item.stem} has another size than its image.`,
        { file: item.mask },
      );
    images.push({ name: item.stem, matrix: countConfusion(index, truth, labels) });
  }
  const summary = summarize(positions, images);
  const ids = classMap.classes.map(({ id }) => id);
  return {
    ...summary,
    perClass: summary.perClass.map((score, i) => ({ ...score, id: ids[i]! })),
    confusion: { ...summary.confusion, ids },
  };
}
