import { toHalf } from "@maskboard/engine/half";
import type { ModelPlan } from "../plan.ts";
import type { ImageFrame } from "./messages.ts";

type InputArray = Float32Array | Uint16Array | Uint8Array | Int32Array;

/**
 * A batch as the model's input: normalized, in the wanted order of axes and element type.
 *
 * @param frames of one input size
 * @param rgb pixels of each image's content, `rgb[3 * pixel + channel]`, 0..255
 * @param count images of the input; those beyond `frames` are zeros
 * @returns float16 as bit patterns
 */
export function makeInput(
  frames: readonly ImageFrame[],
  rgb: readonly Uint8Array[],
  count: number,
  plan: ModelPlan,
): InputArray {
  const { width, height } = frames[0]!.input;
  const values = 3 * width * height;
  const { inputType } = plan;
  const data =
    inputType === "uint8"
      ? new Uint8Array(count * values)
      : inputType === "int32"
        ? new Int32Array(count * values)
        : new Float32Array(count * values);
  for (const [index, frame] of frames.entries()) {
    fillInput(rgb[index]!, frame, data.subarray(index * values, (index + 1) * values), plan);
  }
  return inputType === "float16" ? toHalf(data as Float32Array) : data;
}

function fillInput(
  rgb: Uint8Array,
  { input, content, at }: ImageFrame,
  target: Float32Array | Uint8Array | Int32Array,
  { layout, channels, scale, shift, fill }: ModelPlan,
): void {
  const pixels = input.width * input.height;
  const whole = content.width === input.width && content.height === input.height;
  const first = layout === "NCHW";
  for (let channel = 0; channel < 3; channel++) {
    const source = channels === "RGB" ? channel : 2 - channel;
    const factor = scale[channel]!;
    const summand = shift[channel]!;
    const step = first ? 1 : 3;
    const start = first ? channel * pixels : channel;
    if (!whole) {
      const around = fill * factor + summand;
      for (let i = 0, to = start; i < pixels; i++, to += step) target[to] = around;
    }
    let from = source;
    for (let y = 0; y < content.height; y++) {
      let to = start + ((at.y + y) * input.width + at.x) * step;
      const end = from + 3 * content.width;
      for (; from < end; from += 3, to += step) target[to] = rgb[from]! * factor + summand;
    }
  }
}
