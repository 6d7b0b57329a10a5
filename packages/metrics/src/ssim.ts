import type { DepthRaster } from "./depth.ts";
import { RasterSizeError } from "./errors.ts";

export interface SsimOptions {
  /** Pixels, each at least 11. */
  readonly width: number;
  readonly height: number;
  /** Largest value minus smallest value that a pixel can have, e.g. 255 for 8 bits. */
  readonly dynamicRange: number;
}

const WINDOW = 11;
const SIGMA = 1.5;
const K1 = 0.01;
const K2 = 0.03;

/**
 * Mean structural similarity (Wang et al. 2004, "Image Quality Assessment", equation 13) with their
 * Gaussian window of 11 x 11, sigma 1.5, at the positions where it lies inside the image.
 *
 * @returns in [-1, 1]; 1 for equal images
 * @throws RangeError when the image is smaller than the window; RasterSizeError when sizes differ
 */
export function ssim(x: DepthRaster, y: DepthRaster, options: SsimOptions): number {
  const { width, height, dynamicRange } = options;
  for (const raster of [x, y]) {
    if (raster.length !== width * height) {
      throw new RasterSizeError("An image", width * height, raster.length);
    }
  }
  if (width < WINDOW || height < WINDOW) {
    throw new RangeError(`SSIM needs images of at least ${WINDOW} x ${WINDOW} pixels.`);
  }
  if (!(dynamicRange > 0)) throw new RangeError(`Dynamic range ${dynamicRange} is not above 0.`);
  const c1 = (K1 * dynamicRange) ** 2;
  const c2 = (K2 * dynamicRange) ** 2;
  const average = (value: (i: number) => number) => gaussian(width, height, value);
  const meanX = average((i) => x[i]!);
  const meanY = average((i) => y[i]!);
  const squareX = average((i) => x[i]! * x[i]!);
  const squareY = average((i) => y[i]! * y[i]!);
  const product = average((i) => x[i]! * y[i]!);
  let sum = 0;
  for (let i = 0; i < meanX.length; i++) {
    const mx = meanX[i]!;
    const my = meanY[i]!;
    const luminance = 2 * mx * my + c1;
    const structure = 2 * (product[i]! - mx * my) + c2;
    const variance = squareX[i]! - mx * mx + squareY[i]! - my * my;
    sum += (luminance * structure) / ((mx * mx + my * my + c1) * (variance + c2));
  }
  return sum / meanX.length;
}

const KERNEL = (() => {
  const kernel = Float64Array.from({ length: WINDOW }, (_, i) =>
    Math.exp(-((i - (WINDOW - 1) / 2) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = kernel.reduce((a, b) => a + b);
  return kernel.map((weight) => weight / sum);
})();

/** Weighted means of all windows inside the image, by rows and then by columns. */
function gaussian(width: number, height: number, value: (i: number) => number): Float64Array {
  const outWidth = width - WINDOW + 1;
  const outHeight = height - WINDOW + 1;
  const rows = new Float64Array(outWidth * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < outWidth; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW; k++) sum += KERNEL[k]! * value(y * width + x + k);
      rows[y * outWidth + x] = sum;
    }
  }
  const out = new Float64Array(outWidth * outHeight);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < WINDOW; k++) sum += KERNEL[k]! * rows[i + k * outWidth]!;
    out[i] = sum;
  }
  return out;
}
