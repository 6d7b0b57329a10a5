import { type Blend, blender } from "./blend.ts";
import { type Labels, makeLabels } from "./label-array.ts";
import { argmax, type Logits } from "./logits.ts";
import type { ImageFrame } from "./messages.ts";
import { spanStarts, taps } from "./taps.ts";

/**
 * The class with the largest logit at each pixel of an image, the first of equals, after the logits
 * have been resized to it bilinearly with half-pixel centres (PyTorch's `align_corners=False`, ONNX's
 * `half_pixel`).
 *
 * A blend of four pixels has no other winner than all four of them, where they agree. So only what
 * lies between different winners is blended, which is little.
 *
 * @param ids what each class is called in the result
 * @param known all ids that labels of this challenge may have
 * @returns `labels[y * width + x]`
 */
export function argmaxResized(
  logits: Logits,
  frame: ImageFrame,
  ids: readonly number[],
  known: readonly number[] = ids,
): Labels {
  const { width, height } = frame.image;
  const labels = makeLabels(width * height, known);
  const winners = argmax(logits);
  const across = taps(logits.width, frame, "width");
  const down = taps(logits.height, frame, "height");
  const columns = spanStarts(across);
  const rows = spanStarts(down);
  const { low: lefts, high: rights } = across;
  const blend: Blend = blender(logits, ids, labels, across.weight, down.weight);
  // Columns whose four winners differ, in the rows at hand.
  const mixed = new Int32Array(columns.length);
  for (let band = 0; band + 1 < rows.length; band++) {
    const y = rows[band]!;
    const yEnd = rows[band + 1]!;
    const upper = down.low[y]! * logits.width;
    const lower = down.high[y]! * logits.width;
    const row = y * width;
    let count = 0;
    for (let span = 0; span + 1 < columns.length; span++) {
      const x = columns[span]!;
      const left = lefts[x]!;
      const right = rights[x]!;
      const winner = winners[upper + left]!;
      if (
        winner === winners[upper + right] &&
        winner === winners[lower + left] &&
        winner === winners[lower + right]
      ) {
        const id = ids[winner]!;
        for (let i = row + x, end = row + columns[span + 1]!; i < end; i++) labels[i] = id;
      } else mixed[count++] = span;
    }
    // All rows between the same two of the logits differ only where there are blends.
    for (let next = y + 1; next < yEnd; next++) labels.copyWithin(next * width, row, row + width);
    for (let i = 0; i < count; i++) {
      const x = columns[mixed[i]!]!;
      const xEnd = columns[mixed[i]! + 1]!;
      const left = lefts[x]!;
      const right = rights[x]!;
      blend(upper + left, upper + right, lower + left, lower + right, x, xEnd, y, yEnd);
    }
  }
  return labels;
}
