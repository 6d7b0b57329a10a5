import type { Labels } from "./label-array.ts";
import type { Logits } from "./logits.ts";

/**
 * Writes the winners of the rectangle of an image from (`x`, `y`) to before (`xEnd`, `yEnd`), which
 * lies between four pixels of the logits: upper left, upper right, lower left, lower right.
 */
export type Blend = (
  ul: number,
  ur: number,
  ll: number,
  lr: number,
  x: number,
  xEnd: number,
  y: number,
  yEnd: number,
) => void;

/**
 * @param ids what each class is called in `labels`
 * @param across for each column of the image, the weight of the right pixels
 * @param down for each row, the weight of the lower ones
 */
export function blender(
  { data, classStep, pixelStep, classes, background }: Logits,
  ids: readonly number[],
  labels: Labels,
  across: Float32Array,
  down: Float32Array,
): Blend {
  const width = across.length;
  const offset = background === undefined ? 0 : 1;
  const none = background ?? Number.NEGATIVE_INFINITY;
  const most = new Float32Array(classes);
  // Of the channels that can win: where they begin, their ids, and their values in one column of
  // the image at the heights of the upper and the lower pixels.
  const planes = new Int32Array(classes);
  const names = new Uint16Array(classes);
  const above = new Float64Array(classes);
  const below = new Float64Array(classes);
  return (ul, ur, ll, lr, x, xEnd, y, yEnd) => {
    const a = ul * pixelStep;
    const b = ur * pixelStep;
    const c = ll * pixelStep;
    const d = lr * pixelStep;
    // A blend lies between the least and the largest of its four: most channels can't win.
    let floor = none;
    for (let channel = 0, plane = 0; channel < classes; channel++, plane += classStep) {
      const p = data[plane + a]!;
      const q = data[plane + b]!;
      const r = data[plane + c]!;
      const s = data[plane + d]!;
      const upperLeast = Math.min(p, q);
      const upperMost = Math.max(p, q);
      const lowerLeast = Math.min(r, s);
      const lowerMost = Math.max(r, s);
      const least = Math.min(upperLeast, lowerLeast);
      most[channel] = Math.max(upperMost, lowerMost);
      if (least > floor) floor = least;
    }
    let count = 0;
    for (let channel = 0; channel < classes; channel++) {
      if (most[channel]! < floor) continue;
      planes[count] = channel * classStep;
      names[count++] = ids[channel + offset]!;
    }
    const first = down[y]!;
    const last = down[yEnd - 1]!;
    for (let column = x; column < xEnd; column++) {
      const right = across[column]!;
      let bestFirst = none;
      let bestLast = none;
      let winnerFirst = ids[0]!;
      let winnerLast = winnerFirst;
      for (let i = 0; i < count; i++) {
        const plane = planes[i]!;
        const upperLeft = data[plane + a]!;
        const lowerLeft = data[plane + c]!;
        const up = upperLeft + right * (data[plane + b]! - upperLeft);
        const low = lowerLeft + right * (data[plane + d]! - lowerLeft);
        above[i] = up;
        below[i] = low;
        const valueFirst = up + first * (low - up);
        const valueLast = up + last * (low - up);
        if (valueFirst > bestFirst) {
          bestFirst = valueFirst;
          winnerFirst = names[i]!;
        }
        if (valueLast > bestLast) {
          bestLast = valueLast;
          winnerLast = names[i]!;
        }
      }
      const end = yEnd * width;
      if (winnerFirst === winnerLast) {
        // Of straight lines, one that is the highest at both ends is the highest in between.
        for (let at = y * width + column; at < end; at += width) labels[at] = winnerFirst;
        continue;
      }
      for (let row = y, at = y * width + column; row < yEnd; row++, at += width) {
        const lower = down[row]!;
        let best = none;
        let winner = ids[0]!;
        for (let i = 0; i < count; i++) {
          const value = above[i]! + lower * (below[i]! - above[i]!);
          if (value > best) {
            best = value;
            winner = names[i]!;
          }
        }
        labels[at] = winner;
      }
    }
  };
}
