import type { NamedArray } from "./array.ts";

/**
 * Fits a filter [out, 3, h, w] of RGB images to `expected[1]` other channels by fastai's rules: one
 * channel takes the sum of the three; two take the first two times 1.5; more take the three and
 * zeros. Any other array comes back as it is.
 */
export function adaptChannels(array: NamedArray, expected: readonly number[]): NamedArray {
  const { shape, data } = array;
  const [out, want, h, w] = expected as [number, number, number, number];
  const fits = shape.length === 4 && shape[0] === out && shape[2] === h && shape[3] === w;
  if (!fits || shape[1] !== 3 || want === 3) return array;
  const area = h * w;
  const fitted = new Float32Array(out * want * area);
  const from = (o: number, c: number, i: number): number => data[(o * 3 + c) * area + i]!;
  for (let o = 0; o < out; o++)
    for (let c = 0; c < want; c++)
      for (let i = 0; i < area; i++)
        fitted[(o * want + c) * area + i] =
          want === 1
            ? from(o, 0, i) + from(o, 1, i) + from(o, 2, i)
            : c < 3
              ? from(o, c, i) * (want === 2 ? 1.5 : 1)
              : 0;
  return { shape: expected, data: fitted };
}
