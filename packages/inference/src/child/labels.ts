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
 * The channel with the largest logit at each pixel of an image, after the logits have been resized
 * to it bilinearly with half-pixel centres (PyTorch's `align_corners=False`, ONNX's `half_pixel`).
 *
 * @returns `labels[y * width + x]`, an index of `classes`
 */
export function argmaxResized(logits: Logits, frame: ImageFrame): Uint16Array {
  const { data, classStep, pixelStep, classes } = logits;
  const { width, height } = frame.image;
  const labels = new Uint16Array(width * height);
  const across = taps(logits.width, frame, "width");
  const down = taps(logits.height, frame, "height");
  const best = new Float32Array(width);
  // One row of the output at a time: first blended downwards, then across.
  const row = new Float32Array(logits.width);
  for (let y = 0; y < height; y++) {
    const out = labels.subarray(y * width, (y + 1) * width);
    best.fill(Number.NEGATIVE_INFINITY);
    const weight = down.weight[y]!;
    for (let channel = 0; channel < classes; channel++) {
      const upper = channel * classStep + down.low[y]! * logits.width * pixelStep;
      const lower = channel * classStep + down.high[y]! * logits.width * pixelStep;
      for (let x = 0, at = 0; x < row.length; x++, at += pixelStep) {
        const value = data[upper + at]!;
        row[x] = value + weight * (data[lower + at]! - value);
      }
      for (let x = 0; x < width; x++) {
        const left = row[across.low[x]!]!;
        const value = left + across.weight[x]! * (row[across.high[x]!]! - left);
        if (value > best[x]!) {
          best[x] = value;
          out[x] = channel;
        }
      }
    }
  }
  return labels;
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
