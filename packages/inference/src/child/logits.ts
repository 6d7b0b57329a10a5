import { fromHalf } from "@maskboard/engine/half";
import { Fault } from "./messages.ts";

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

/** The class with the largest logit at each pixel of the logits themselves, the first of equals. */
export function argmax({
  data,
  classStep,
  pixelStep,
  classes,
  width,
  height,
  background,
}: Logits): Uint16Array {
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
