/** Mean and standard deviation of each channel, of values in 0..1. */
export interface ChannelStatistics {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/**
 * `(value / 255 - mean) / std` of each channel (Albumentations 1.3.0, functional.py `normalize`; the
 * same as fastai's `Normalize` on 0..1), in single precision.
 *
 * @param rgb interleaved, 0..255
 * @param target takes as many values as `rgb` has: a view into a batch, for instance
 * @returns `target`, interleaved as `rgb` is
 * @throws RangeError if `target` has another length
 */
export function normalize(
  rgb: Uint8Array,
  { mean, std }: ChannelStatistics,
  target: Float32Array = new Float32Array(rgb.length),
): Float32Array {
  if (target.length !== rgb.length) {
    throw new RangeError(`${rgb.length} values do not fit into ${target.length}`);
  }
  const table = new Float32Array(3 * 256);
  for (let channel = 0; channel < 3; channel++) {
    for (let value = 0; value < 256; value++) {
      table[channel * 256 + value] = (value / 255 - mean[channel]!) / std[channel]!;
    }
  }
  for (let i = 0; i < rgb.length; i += 3) {
    target[i] = table[rgb[i]!]!;
    target[i + 1] = table[256 + rgb[i + 1]!]!;
    target[i + 2] = table[512 + rgb[i + 2]!]!;
  }
  return target;
}
