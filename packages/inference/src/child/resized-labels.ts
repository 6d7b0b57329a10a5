import { type Labels, makeLabels } from "./label-array.ts";
import type { ImageFrame } from "./messages.ts";
import { taps } from "./taps.ts";

/**
 * Labels in an image's size, by the nearest pixel.
 *
 * @param known ids that may occur
 */
export function resizedLabels(
  labels: Labels,
  from: { width: number; height: number },
  frame: ImageFrame,
  known: readonly number[],
): Labels {
  const { width, height } = frame.image;
  const result = makeLabels(width * height, known);
  const across = taps(from.width, frame, "width").nearest;
  const down = taps(from.height, frame, "height").nearest;
  for (let y = 0; y < height; y++) {
    const start = y * width;
    if (y > 0 && down[y] === down[y - 1]) {
      result.copyWithin(start, start - width, start);
      continue;
    }
    const row = down[y]! * from.width;
    for (let x = 0; x < width; x++) result[start + x] = labels[row + across[x]!]!;
  }
  return result;
}
