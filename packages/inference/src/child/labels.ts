/** Logits of one image: the value of class `c` at pixel `p` is `data[offset + c * classStep + p * pixelStep]`. */
export interface Logits {
  readonly data: Float32Array;
  readonly offset: number;
  readonly classStep: number;
  readonly pixelStep: number;
  readonly classes: number;
  readonly width: number;
  readonly height: number;
}

/** Whether all values are numbers; an infinity is not. Adds up instead of testing each: NaN stays. */
export function allFinite({ data, offset, classes, width, height }: Logits): boolean {
  let sum = 0;
  const end = offset + classes * width * height;
  for (let at = offset; at < end; at++) sum += data[at]! * 0;
  return sum === 0;
}

/**
 * The channel with the largest logit at each pixel of an image, after the logits have been resized
 * to it bilinearly with half-pixel centres (PyTorch's `align_corners=False`, ONNX's `half_pixel`).
 *
 * @returns `labels[y * width + x]`, an index of `classes`
 */
export function argmaxResized(logits: Logits, width: number, height: number): Uint16Array {
  const { data, offset, classStep, pixelStep, classes } = logits;
  const labels = new Uint16Array(width * height);
  const across = taps(logits.width, width);
  const down = taps(logits.height, height);
  const best = new Float32Array(width);
  // One row of the output at a time: first blended downwards, then across.
  const row = new Float32Array(logits.width);
  for (let y = 0; y < height; y++) {
    const out = labels.subarray(y * width, (y + 1) * width);
    best.fill(Number.NEGATIVE_INFINITY);
    const weight = down.weight[y]!;
    for (let channel = 0; channel < classes; channel++) {
      const upper = offset + channel * classStep + down.low[y]! * logits.width * pixelStep;
      const lower = offset + channel * classStep + down.high[y]! * logits.width * pixelStep;
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

/** Labels in another size, by the nearest pixel. */
export function resizedLabels(
  labels: Uint16Array,
  from: { width: number; height: number },
  width: number,
  height: number,
): Uint16Array {
  if (from.width === width && from.height === height) return labels;
  const result = new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * from.height) / height) * from.width;
    for (let x = 0; x < width; x++) {
      result[y * width + x] = labels[row + Math.floor(((x + 0.5) * from.width) / width)]!;
    }
  }
  return result;
}

/** For each output position the two inputs that it lies between and the weight of the second. */
function taps(from: number, to: number) {
  const low = new Int32Array(to);
  const high = new Int32Array(to);
  const weight = new Float32Array(to);
  for (let at = 0; at < to; at++) {
    const position = Math.min(from - 1, Math.max(0, ((at + 0.5) * from) / to - 0.5));
    low[at] = Math.floor(position);
    high[at] = Math.min(from - 1, low[at]! + 1);
    weight[at] = position - low[at]!;
  }
  return { low, high, weight };
}
