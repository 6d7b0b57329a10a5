import type { Random } from "../synthetic/random.ts";
import type { Sample, Transform } from "./sample.ts";

/**
 * Applies transforms one after another, each with its own probability `p`, as Albumentations'
 * `Compose` does. The same sample and the same state of `random` give the same result. Where no
 * transform is drawn, the result is the sample itself.
 *
 * @throws RangeError at once if a `p` lies outside 0..1; on use if the sample's arrays do not fit its
 * width and height
 */
export function compose(
  transforms: readonly Transform[],
): (sample: Sample, random: Random) => Sample {
  for (const { name, p } of transforms) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`p of ${name} must lie in 0..1, not at ${p}`);
  }
  return (sample, random) => {
    const { rgb, labels, width, height } = sample;
    if (rgb.length !== width * height * 3 || labels.length !== width * height) {
      throw new RangeError(
        `a ${width} x ${height} sample needs ${width * height * 3} RGB values and ` +
          `${width * height} labels, not ${rgb.length} and ${labels.length}`,
      );
    }
    let result = sample;
    for (const transform of transforms) {
      if (random.chance(transform.p)) result = transform.apply(result, random);
    }
    return result;
  };
}
