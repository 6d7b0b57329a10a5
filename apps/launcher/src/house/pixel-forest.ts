import { addContext } from "./context.ts";
import { type FeatureGrid, pickPixels } from "./feature-grid.ts";
import { extractFeatures, SCALE } from "./features.ts";
import { type Forest, type ForestOptions, growForest, predictForest } from "./forest.ts";
import { type Baseline, classIndex, type LabelledImage, type RgbImage } from "./model.ts";
import { boxBlur, type Plane } from "./planes.ts";
import { type Random, seededRandom } from "./random.ts";

/** Pixels taken from each training image. */
const SAMPLES = 300;
const FIRST: ForestOptions = { trees: 8, maxDepth: 14, minLeaf: 4, tries: 24 };
const SECOND: ForestOptions = { trees: 16, maxDepth: 16, minLeaf: 4, tries: 48 };

interface Sampled {
  readonly pixels: number[];
  readonly targets: number[];
}

/**
 * Pixels of the half-size grid with their classes: half of them drawn evenly over the image, half
 * evenly over the classes present, so that thin parts are seen as well.
 */
function samplePixels(
  image: LabelledImage,
  grid: FeatureGrid,
  index: Uint8Array,
  classes: number,
  random: Random,
): Sampled {
  const byClass: number[][] = Array.from({ length: classes }, () => []);
  const target = new Uint8Array(grid.width * grid.height);
  for (let pixel = 0; pixel < target.length; pixel++) {
    const x = Math.min(SCALE * (pixel % grid.width), image.width - 1);
    const y = Math.min(SCALE * Math.floor(pixel / grid.width), image.height - 1);
    target[pixel] = index[image.labels[y * image.width + x]!]!;
    byClass[target[pixel]!]?.push(pixel);
  }
  const present = byClass.filter((pixels) => pixels.length > 0);
  const pixels: number[] = [];
  for (let i = 0; i < SAMPLES && present.length > 0; i++) {
    const pool = present[Math.floor(random() * present.length)]!;
    const pixel = pool[Math.floor(random() * pool.length)]!;
    const anywhere = Math.floor(random() * target.length);
    pixels.push(i % 2 === 0 || target[anywhere]! >= classes ? pixel : anywhere);
  }
  return { pixels, targets: pixels.map((pixel) => target[pixel]!) };
}

interface Part {
  /** Features of the sampled pixels, plane by plane. */
  readonly features: Uint8ClampedArray;
  readonly targets: readonly number[];
}

function train(
  parts: readonly Part[],
  classes: number,
  options: ForestOptions,
  random: Random,
): Forest {
  const targets = Uint8Array.from(parts.flatMap((part) => part.targets));
  const count = parts[0]!.features.length / parts[0]!.targets.length;
  const features = new Uint8ClampedArray(targets.length * count);
  let from = 0;
  for (const part of parts) {
    const rows = part.targets.length;
    for (let feature = 0; feature < count; feature++) {
      const plane = part.features.subarray(feature * rows, (feature + 1) * rows);
      features.set(plane, feature * targets.length + from);
    }
    from += rows;
  }
  return growForest({ features, targets, classes }, options, random);
}

/** Class of the largest smoothed probability at each full-size pixel (bilinear between cells). */
function paint(planes: readonly Plane[], image: RgbImage, classIds: readonly number[]): Uint8Array {
  const { width, height } = image;
  const labels = new Uint8Array(width * height);
  const [w, h] = [planes[0]!.width, planes[0]!.height];
  for (let y = 0; y < height; y++) {
    const v = Math.min(Math.max((y + 0.5) / SCALE - 0.5, 0), h - 1);
    const top = Math.floor(v);
    const bottom = Math.min(top + 1, h - 1);
    for (let x = 0; x < width; x++) {
      const u = Math.min(Math.max((x + 0.5) / SCALE - 0.5, 0), w - 1);
      const left = Math.floor(u);
      const right = Math.min(left + 1, w - 1);
      let best = 0;
      let most = -1;
      for (let k = 0; k < planes.length; k++) {
        const { data } = planes[k]!;
        const upper = data[top * w + left]! * (1 - u + left) + data[top * w + right]! * (u - left);
        const lower =
          data[bottom * w + left]! * (1 - u + left) + data[bottom * w + right]! * (u - left);
        const value = upper * (1 - v + top) + lower * (v - top);
        if (value > most) {
          most = value;
          best = k;
        }
      }
      labels[y * width + x] = classIds[best]!;
    }
  }
  return labels;
}

/**
 * Two forests in a row: the first sees local features, the second also what the first believes
 * around. The first one is grown in two halves, so that the second learns from opinions about
 * images that their forest has not seen.
 */
export const pixelForest: Baseline = (training, classIds, seed) => {
  const random = seededRandom(seed);
  const classes = classIds.length;
  const index = classIndex(classIds);
  const seen = training.map((image) => {
    const grid = extractFeatures(image);
    const sampled = samplePixels(image, grid, index, classes, random);
    return { image, ...sampled, features: pickPixels(grid, sampled.pixels) };
  });
  const halves = [0, 1].map((half) =>
    train(
      seen.filter((_, i) => i % 2 === half || seen.length === 1),
      classes,
      FIRST,
      random,
    ),
  );
  const widened = seen.map(({ image, pixels, targets }, i) => {
    const grid = extractFeatures(image);
    const opinion = predictForest(halves[1 - (i % 2)]!, grid);
    return { features: pickPixels(addContext(grid, opinion), pixels), targets };
  });
  const second = train(widened, classes, SECOND, random);

  return (image) => {
    const grid = extractFeatures(image);
    const [a, b] = halves.map((forest) => predictForest(forest, grid));
    const mean = a!.map((plane, k) => ({
      ...plane,
      data: plane.data.map((value, i) => (value + b![k]!.data[i]!) / 2),
    }));
    const planes = predictForest(second, addContext(grid, mean));
    return paint(
      planes.map((plane) => boxBlur(boxBlur(plane, 1), 1)),
      image,
      classIds,
    );
  };
};
