import { fromHalf } from "@maskboard/engine/half";
import { Fault, type ImageFrame } from "./messages.ts";
import { taps } from "./taps.ts";

/** Logits of one image: the value of class `c` at pixel `p` is `data[c * classStep + p * pixelStep]`. */
export interface Logits {
  readonly data: Float32Array;
  readonly classStep: number;
  readonly pixelStep: number;
  readonly classes: number;
  readonly width: number;
  readonly height: number;
  /** What the first class has everywhere, where only the others have channels. */
  readonly background?: number;
}

/**
 * A part of a model's output as numbers.
 *
 * @param type ONNX Runtime's name of what `data` holds; float16 as bit patterns
 * @throws Fault for what is no floating point
 */
export function floats(
  data: ArrayLike<number | bigint>,
  type: string,
  start: number,
  length: number,
): Float32Array {
  if (data instanceof Float32Array) return data.subarray(start, start + length);
  if (type === "float16") {
    const { buffer, byteOffset } = data as unknown as Uint16Array;
    return fromHalf(new Uint16Array(buffer, byteOffset + 2 * start, length));
  }
  throw new Fault("shape", "Logits must be float32 or float16.");
}

/** Whether all values are numbers; an infinity is not. Adds up instead of testing each: NaN stays. */
export function allFinite({ data }: Logits): boolean {
  let sum = 0;
  for (let at = 0; at < data.length; at++) sum += data[at]! * 0;
  return sum === 0;
}

/**
 * The class with the largest logit at each pixel of an image, the first of equals, after the logits
 * have been resized to it bilinearly with half-pixel centres (PyTorch's `align_corners=False`, ONNX's
 * `half_pixel`).
 *
 * A blend of four pixels has no other winner than all four of them, where they agree. So only what
 * lies between different winners is blended, which is little.
 *
 * @param ids what each class is called in the result
 * @returns `labels[y * width + x]`
 */
export function argmaxResized(
  logits: Logits,
  frame: ImageFrame,
  ids: readonly number[],
): Uint16Array {
  const { width, height } = frame.image;
  const labels = new Uint16Array(width * height);
  const winners = argmax(logits);
  const across = taps(logits.width, frame, "width");
  const down = taps(logits.height, frame, "height");
  const blend = blender(logits);
  for (let y = 0, row = 0; y < height; y++, row += width) {
    const upper = down.low[y]! * logits.width;
    const lower = down.high[y]! * logits.width;
    const below = down.weight[y]!;
    for (let x = 0, end = 0; x < width; x = end) {
      const left = across.low[x]!;
      const right = across.high[x]!;
      // All pixels between the same four.
      for (end = x + 1; across.low[end] === left && across.high[end] === right; ) end++;
      const winner = winners[upper + left]!;
      if (
        winner === winners[upper + right] &&
        winner === winners[lower + left] &&
        winner === winners[lower + right]
      ) {
        const id = ids[winner]!;
        for (let i = row + x; i < row + end; i++) labels[i] = id;
        continue;
      }
      for (let i = x; i < end; i++) {
        const weight = across.weight[i]!;
        const one = blend(upper + left, upper + right, lower + left, lower + right, weight, below);
        labels[row + i] = ids[one]!;
      }
    }
  }
  return labels;
}

/** The class with the largest logit at each pixel of the logits themselves. */
function argmax({ data, classStep, pixelStep, classes, width, height, background }: Logits) {
  const pixels = width * height;
  const winners = new Uint16Array(pixels);
  const best = new Float32Array(pixels).fill(background ?? Number.NEGATIVE_INFINITY);
  const offset = background === undefined ? 0 : 1;
  for (let channel = 0; channel < classes; channel++) {
    for (let pixel = 0, at = channel * classStep; pixel < pixels; pixel++, at += pixelStep) {
      const value = data[at]!;
      if (value > best[pixel]!) {
        best[pixel] = value;
        winners[pixel] = channel + offset;
      }
    }
  }
  return winners;
}

/** The winner of a blend of four pixels, upper ones first, by the weights of right and lower ones. */
function blender({ data, classStep, pixelStep, classes, background }: Logits) {
  const offset = background === undefined ? 0 : 1;
  return (a: number, b: number, c: number, d: number, right: number, lower: number): number => {
    let best = background ?? Number.NEGATIVE_INFINITY;
    let winner = 0;
    for (let channel = 0; channel < classes; channel++) {
      const plane = channel * classStep;
      const upperLeft = data[plane + a * pixelStep]!;
      const lowerLeft = data[plane + c * pixelStep]!;
      const up = upperLeft + right * (data[plane + b * pixelStep]! - upperLeft);
      const low = lowerLeft + right * (data[plane + d * pixelStep]! - lowerLeft);
      const value = up + lower * (low - up);
      if (value > best) {
        best = value;
        winner = channel + offset;
      }
    }
    return winner;
  };
}

/** Labels in an image's size, by the nearest pixel. */
export function resizedLabels(
  labels: Uint16Array,
  from: { width: number; height: number },
  frame: ImageFrame,
): Uint16Array {
  const { width, height } = frame.image;
  const result = new Uint16Array(width * height);
  const across = taps(from.width, frame, "width").nearest;
  const down = taps(from.height, frame, "height").nearest;
  for (let y = 0; y < height; y++) {
    const row = down[y]! * from.width;
    for (let x = 0; x < width; x++) result[y * width + x] = labels[row + across[x]!]!;
  }
  return result;
}
