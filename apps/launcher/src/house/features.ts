import type { RgbImage } from "./model.ts";
import { boxBlur, mapPlane, newPlane, type Plane, sampleAt } from "./planes.ts";

/** Features of all pixels, `data[pixel * count + feature]`, values 0..255. */
export interface FeatureGrid {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly data: Uint8Array;
}

/** Features are computed on the image at half size: parts are large, and it is four times quicker. */
export const SCALE = 2;

const BLURS = [1, 3, 7, 15];
/** Distances (pixels at half size) at which the surroundings are compared with the place itself. */
const REACHES = [8, 20, 40];
const DIRECTIONS = [0, 1, 2, 3, 4, 5, 6, 7].map((step) => {
  const angle = (step * Math.PI) / 4;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

/** Lightness and two opponent colours (red-green, yellow-blue) of the image at half size. */
function opponentPlanes({ width, height, rgb }: RgbImage): Plane[] {
  const w = Math.ceil(width / SCALE);
  const h = Math.ceil(height / SCALE);
  const planes = [newPlane(w, h), newPlane(w, h), newPlane(w, h)];
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let [r, g, b] = [0, 0, 0];
      for (let d = 0; d < 4; d++) {
        const column = Math.min(SCALE * x + (d & 1), width - 1);
        const row = Math.min(SCALE * y + (d >> 1), height - 1);
        const at = 3 * (row * width + column);
        r += rgb[at]!;
        g += rgb[at + 1]!;
        b += rgb[at + 2]!;
      }
      const pixel = y * w + x;
      planes[0]!.data[pixel] = (r + g + b) / 12;
      planes[1]!.data[pixel] = (r - g) / 4;
      planes[2]!.data[pixel] = (r + g - 2 * b) / 8;
    }
  }
  return planes;
}

/** How usual a colour is along the image's border (0..1): what reaches the border is background. */
function borderLikeness([light, redGreen, yellowBlue]: Plane[]): Plane {
  const { width, height } = light!;
  const depth = Math.max(2, Math.round(Math.min(width, height) / 16));
  const counts = new Float32Array(16 * 16 * 16);
  const bin = (pixel: number): number => {
    const a = Math.min(15, light!.data[pixel]! >> 4);
    const b = Math.min(15, Math.max(0, (redGreen!.data[pixel]! + 64) >> 3));
    const c = Math.min(15, Math.max(0, (yellowBlue!.data[pixel]! + 64) >> 3));
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
  return mapPlane(light!, (pixel) => Math.min(1, (100 * counts[bin(pixel)]!) / seen));
}

function gradients(plane: Plane): [Plane, Plane] {
  const { width } = plane;
  const along = (dx: number, dy: number): Plane =>
    mapPlane(plane, (pixel) => {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      return Math.abs(sampleAt(plane, x + dx, y + dy) - sampleAt(plane, x - dx, y - dy));
    });
  return [along(1, 0), along(0, 1)];
}

/** Standard deviation in windows around each pixel. */
function deviation(plane: Plane, radius: number): Plane {
  const mean = boxBlur(plane, radius);
  const squares = boxBlur(mapPlane(plane, (pixel) => plane.data[pixel]! ** 2), radius);
  return mapPlane(plane, (pixel) =>
    Math.sqrt(Math.max(0, squares.data[pixel]! - mean.data[pixel]! ** 2)),
  );
}

/** Multi-scale local features: colour, contrast, texture, edges, surroundings and position. */
export function extractFeatures(image: RgbImage): FeatureGrid {
  const colors = opponentPlanes(image);
  const light = colors[0]!;
  const { width, height } = light;
  const columns: { plane: Plane; gain: number; bias: number }[] = [];
  const push = (plane: Plane, gain: number, bias = 0): void => {
    columns.push({ plane, gain, bias });
  };
  const far: Plane[] = [];
  for (const [channel, plane] of colors.entries()) {
    const [gain, bias] = channel === 0 ? [1, 0] : [1.4, 128];
    const mean = plane.data.reduce((a, b) => a + b, 0) / plane.data.length;
    push(plane, gain, bias);
    for (const radius of BLURS) {
      const blurred = boxBlur(boxBlur(plane, radius), radius);
      push(blurred, gain, bias);
      push(mapPlane(plane, (i) => plane.data[i]! - blurred.data[i]!), 1.5, 128);
      if (radius === 3) far.push(blurred);
      if (radius === 7) push(mapPlane(plane, (i) => blurred.data[i]! - mean), 1, 128);
    }
  }
  const likeness = borderLikeness(colors);
  for (const radius of [1, 4, 10]) push(boxBlur(likeness, radius), 255);
  far.push(boxBlur(likeness, 3));
  for (const radius of [1, 3, 7]) push(deviation(light, radius), 4);
  for (const edge of gradients(light)) {
    for (const radius of [1, 4]) push(boxBlur(edge, radius), 3);
  }

  const rays = REACHES.flatMap((reach) =>
    DIRECTIONS.map(([dx, dy]) => [Math.round(dx * reach), Math.round(dy * reach)] as const),
  );
  const count = columns.length + far.length * rays.length + 3;
  const data = new Uint8Array(width * height * count);
  const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    let at = pixel * count;
    for (const { plane, gain, bias } of columns) data[at++] = clamp(plane.data[pixel]! * gain + bias);
    for (const [which, plane] of far.entries()) {
      const here = plane.data[pixel]!;
      const gain = which === far.length - 1 ? 127 : 1;
      for (const [dx, dy] of rays) {
        data[at++] = clamp((sampleAt(plane, x + dx, y + dy) - here) * gain + 128);
      }
    }
    data[at++] = (255 * x) / width;
    data[at++] = (255 * y) / height;
    data[at++] = 255 * Math.min(1, Math.hypot(x / width - 0.5, y / height - 0.5));
  }
  return { width, height, count, data };
}
