import type { ModelPlan } from "../plan.ts";

/**
 * RGB pixels as one image of the model's input, normalized and in the wanted order of axes.
 *
 * @param rgb `rgb[3 * pixel + channel]`, 0..255
 * @param target where it goes, `3 * pixels` values
 */
export function fillInput(
  rgb: Uint8Array,
  target: Float32Array | Uint8Array,
  { layout, channels, scale, shift }: ModelPlan,
): void {
  const pixels = rgb.length / 3;
  for (let channel = 0; channel < 3; channel++) {
    const source = channels === "RGB" ? channel : 2 - channel;
    const factor = scale[channel]!;
    const summand = shift[channel]!;
    const step = layout === "NCHW" ? 1 : 3;
    let at = layout === "NCHW" ? channel * pixels : channel;
    for (let from = source; from < rgb.length; from += 3, at += step) {
      target[at] = rgb[from]! * factor + summand;
    }
  }
}
