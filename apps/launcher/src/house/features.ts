import { type FeatureGrid, FeatureWriter, rays } from "./feature-grid.ts";
import type { RgbImage } from "./model.ts";
import { boxBlur, mapPlane, newPlane, type Plane } from "./planes.ts";

/** Features are computed on the image at half size: parts are large, and it is four times quicker. */
export const SCALE = 2;

const BLURS = [1, 3, 7, 15];
/** Distances (pixels at half size) at which the surroundings are compared with the place itself. */
const RAYS = rays([8, 20, 40]);

/** Lightness and two opponent colours (red-green, yellow-blue) of the image at half size. */
function opponentPlanes({ width, height, rgb }: RgbImage): [Plane, Plane, Plane] {
  const w = Math.ceil(width / SCALE);
  const h = Math.ceil(height / SCALE);
  const [light, redGreen, yellowBlue] = [newPlane(w, h), newPlane(w, h), newPlane(w, h)];
  for (let y = 0; y < h; y++) {
    const top = SCALE * y * width;
    const bottom = Math.min(SCALE * y + 1, height - 1) * width;
    for (let x = 0; x < w; x++) {
      const left = SCALE * x;
      const right = Math.min(SCALE * x + 1, width - 1);
      let r = 0;
      let g = 0;
      let b = 0;
      for (let corner = 0; corner < 4; corner++) {
        const at = 3 * ((corner < 2 ? top : bottom) + (corner % 2 === 0 ? left : right));
        r += rgb[at]!;
        g += rgb[at + 1]!;
        b += rgb[at + 2]!;
      }
      const pixel = y * w + x;
      light.data[pixel] = (r + g + b) / 12;
      redGreen.data[pixel] = (r - g) / 4;
      yellowBlue.data[pixel] = (r + g - 2 * b) / 8;
    }
  }
  return [light, redGreen, yellowBlue];
}

/** How usual a colour is along the image's border (0..1): what reaches the border is background. */
function borderLikeness([light, redGreen, yellowBlue]: readonly [Plane, Plane, Plane]): Plane {
  const { width, height } = light;
  const depth = Math.max(2, Math.round(Math.min(width, height) / 16));
  const counts = new Float32Array(16 * 16 * 16);
  const bin = (pixel: number): number => {
    const a = Math.min(15, light.data[pixel]! >> 4);
    const b = Math.min(15, Math.max(0, (redGreen.data[pixel]! + 64) >> 3));
    const c = Math.min(15, Math.max(0, (yellowBlue.data[pixel]! + 64) >> 3));
    return (a << 8) | (b << 4) | c;
  };
  let seen = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x >= depth && y >= depth && x < width - depth && y < height - depth) continue;
      counts[bin(y * width + x)]!++;
      seen++;
    }
  }
  // A colour that fills a hundredth of the border is as usual as can be.
  return mapPlane(light, (pixel) => Math.min(1, (100 * counts[bin(pixel)]!) / seen));
}

/** Size of the change along the rows and along the columns. */
function gradients({ width, height, data }: Plane): [Plane, Plane] {
  const [across, down] = [newPlane(width, height), newPlane(width, height)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const [left, right] = [x > 0 ? 1 : 0, x < width - 1 ? 1 : 0];
      const [above, below] = [y > 0 ? width : 0, y < height - 1 ? width : 0];
      across.data[pixel] = Math.abs(data[pixel + right]! - data[pixel - left]!);
      down.data[pixel] = Math.abs(data[pixel + below]! - data[pixel - above]!);
    }
  }
  return [across, down];
}

/** Standard deviation in windows around each pixel. */
function deviation(plane: Plane, radius: number): Plane {
  const mean = boxBlur(plane, radius);
  const squares = boxBlur(
    mapPlane(plane, (pixel) => plane.data[pixel]! ** 2),
    radius,
  );
  return mapPlane(plane, (pixel) =>
    Math.sqrt(Math.max(0, squares.data[pixel]! - mean.data[pixel]! ** 2)),
  );
}

/** Number of features that `extractFeatures` writes. */
const COUNT = 3 * (1 + 2 * BLURS.length + 1) + 3 + 3 + 4 + 4 * RAYS.length + 3;

/** Multi-scale local features: colour, contrast, texture, edges, surroundings and position. */
export function extractFeatures(image: RgbImage): FeatureGrid {
  const colors = opponentPlanes(image);
  const { width, height } = colors[0];
  const writer = new FeatureWriter(width, height, COUNT);
  for (const [channel, plane] of colors.entries()) {
    const [gain, bias] = channel === 0 ? [1, 0] : [1.4, 128];
    const mean = plane.data.reduce((a, b) => a + b, 0) / plane.data.length;
    writer.plane(plane, gain, bias);
    for (const radius of BLURS) {
      const blurred = boxBlur(boxBlur(plane, radius), radius);
      writer.plane(blurred, gain, bias);
      writer.plane(
        mapPlane(plane, (i) => plane.data[i]! - blurred.data[i]!),
        1.5,
        128,
      );
      if (radius === 3) for (const ray of RAYS) writer.shifted(blurred, ray, 1, 1, 128);
      if (radius === 7) writer.plane(blurred, 1, 128 - mean);
    }
  }
  const likeness = borderLikeness(colors);
  for (const radius of [1, 4, 10]) writer.plane(boxBlur(likeness, radius), 255);
  const near = boxBlur(likeness, 3);
  for (const ray of RAYS) writer.shifted(near, ray, 127, 1, 128);
  for (const radius of [1, 3, 7]) writer.plane(deviation(colors[0], radius), 4);
  for (const edge of gradients(colors[0])) {
    for (const radius of [1, 4]) writer.plane(boxBlur(edge, radius), 3);
  }
  const along = mapPlane(near, (pixel) => (pixel % width) / width);
  const down = mapPlane(near, (pixel) => Math.floor(pixel / width) / height);
  writer.plane(along, 255);
  writer.plane(down, 255);
  const out = mapPlane(near, (i) => Math.hypot(along.data[i]! - 0.5, down.data[i]! - 0.5));
  writer.plane(out, 255);
  return writer.finish();
}
