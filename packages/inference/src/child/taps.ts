import type { ImageFrame } from "./messages.ts";

/** For each position along an image's axis, where its value comes from along an output's axis. */
export interface Taps {
  /** The two positions that it lies between, and the weight of the second. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly weight: Float32Array;
  readonly nearest: Int32Array;
}

/**
 * @param from length of the output's axis, which stands for the whole input, around the image too
 */
export function taps(
  from: number,
  { input, content, at, image }: ImageFrame,
  axis: "width" | "height",
): Taps {
  const to = image[axis];
  const scale = from / input[axis];
  const start = (axis === "width" ? at.x : at.y) * scale;
  const span = content[axis] * scale;
  // Nothing of what lies around the image is blended in, unless a pixel holds both.
  const first = Math.min(from - 1, start);
  const last = Math.max(first, Math.min(from - 1, start + span - 1));
  const low = new Int32Array(to);
  const high = new Int32Array(to);
  const weight = new Float32Array(to);
  const nearest = new Int32Array(to);
  for (let i = 0; i < to; i++) {
    const position = start + ((i + 0.5) * span) / to;
    const blended = Math.min(last, Math.max(first, position - 0.5));
    low[i] = Math.floor(blended);
    weight[i] = blended - low[i]!;
    high[i] = weight[i] === 0 ? low[i]! : Math.min(from - 1, low[i]! + 1);
    nearest[i] = Math.min(from - 1, Math.floor(position));
  }
  return { low, high, weight, nearest };
}

/** Where positions begin to lie between another two, and at last the number of positions. */
export function spanStarts({ low, high }: Taps): Int32Array {
  const starts = new Int32Array(low.length + 1);
  let count = 0;
  for (let at = 0; at < low.length; at++) {
    if (at === 0 || low[at] !== low[at - 1] || high[at] !== high[at - 1]) starts[count++] = at;
  }
  starts[count++] = low.length;
  return starts.subarray(0, count);
}
