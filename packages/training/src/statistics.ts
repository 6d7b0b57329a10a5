import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { readRgb } from "@maskboard/data";

/** Of RGB in 0..1, over all pixels of all images; `std` is the population's, as `numpy.std`. */
export interface ImageStatistics {
  readonly images: number;
  readonly mean: [number, number, number];
  readonly std: [number, number, number];
}

/**
 * Mean and standard deviation of each channel of the images in a folder; gray images have three equal
 * channels.
 * @param most images to look at, evenly apart in the order of their names; default: all
 * @throws MaskboardError `dataset_layout` for a folder without images
 */
export async function imageStatistics(
  dir: string,
  most = Number.POSITIVE_INFINITY,
): Promise<ImageStatistics> {
  const all = (await readdir(dir).catch(() => [])).filter((name) =>
    /^[^.].*\.(jpe?g|png|webp)$/i.test(name),
  );
  const apart = Math.ceil(all.length / most) || 1;
  const names = all.sort().filter((_, i) => i % apart === 0);
  if (names.length === 0)
    throw new MaskboardError("dataset_layout", `${dir} holds no images: JPEG, PNG or WebP.`, {
      file: dir,
    });
  // Counts of values are exact however many pixels there are.
  const counts = Array.from({ length: 3 }, () => new Float64Array(256));
  for (const name of names) {
    const { rgb } = await readRgb(join(dir, name));
    for (let i = 0; i < rgb.length; i++) counts[i % 3]![rgb[i]!]! += 1;
  }
  const channels = counts.map((histogram) => {
    let [pixels, sum, squares] = [0, 0, 0];
    for (const [value, count] of histogram.entries()) {
      pixels += count;
      sum += count * (value / 255);
      squares += count * (value / 255) ** 2;
    }
    const mean = sum / pixels;
    return { mean, std: Math.sqrt(Math.max(0, squares / pixels - mean ** 2)) };
  });
  const [r, g, b] = channels as [(typeof channels)[0], (typeof channels)[0], (typeof channels)[0]];
  return { images: names.length, mean: [r.mean, g.mean, b.mean], std: [r.std, g.std, b.std] };
}
