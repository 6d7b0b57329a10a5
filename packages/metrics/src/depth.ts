import { RasterSizeError } from "./errors.ts";
import { ratio } from "./ratio.ts";

/** Depths in raster order, in the unit of the challenge. */
export type DepthRaster = Float32Array | Float64Array | Uint8Array | Uint16Array;

/** Sums over pixels that add up over images. */
export interface DepthSums {
  readonly pixels: number;
  readonly squaredError: number;
  readonly absoluteError: number;
  /** Pixels whose truth is above zero, where a ratio is defined. */
  readonly positive: number;
  /** Of these, the ones with max(p/t, t/p) < 1.25. */
  readonly within: number;
}

/** RMSE and MAE are in the unit of the depths, delta is a share in [0, 1]; null: no pixel. */
export interface DepthScores {
  readonly rmse: number | null;
  readonly mae: number | null;
  /** delta < 1.25 of Eigen et al. 2014. */
  readonly delta: number | null;
}

export const EMPTY_DEPTH: DepthSums = {
  pixels: 0,
  squaredError: 0,
  absoluteError: 0,
  positive: 0,
  within: 0,
};

/**
 * @param missing value that marks truth pixels without a measurement; they are left out
 * @throws RasterSizeError when the sizes differ
 * @throws RangeError when a counted depth is not a finite number, with its pixel
 */
export function countDepth(
  truth: DepthRaster,
  prediction: DepthRaster,
  missing: number | null = null,
): DepthSums {
  if (truth.length !== prediction.length) {
    throw new RasterSizeError("The predicted depth", truth.length, prediction.length);
  }
  let [pixels, squaredError, absoluteError, positive, within] = [0, 0, 0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i]!;
    if (t === missing) continue;
    const p = prediction[i]!;
    const error = p - t;
    if (!Number.isFinite(error)) {
      throw new RangeError(
        `Pixel ${i} has depth ${p} where the truth is ${t}; both must be finite.`,
      );
    }
    pixels++;
    squaredError += error * error;
    absoluteError += Math.abs(error);
    if (t <= 0) continue;
    positive++;
    if (p > 0 && Math.max(p / t, t / p) < 1.25) within++;
  }
  return { pixels, squaredError, absoluteError, positive, within };
}

export function addDepth(a: DepthSums, b: DepthSums): DepthSums {
  return {
    pixels: a.pixels + b.pixels,
    squaredError: a.squaredError + b.squaredError,
    absoluteError: a.absoluteError + b.absoluteError,
    positive: a.positive + b.positive,
    within: a.within + b.within,
  };
}

export function depthScores(sums: DepthSums): DepthScores {
  const meanSquare = ratio(sums.squaredError, sums.pixels);
  return {
    rmse: meanSquare === null ? null : Math.sqrt(meanSquare),
    mae: ratio(sums.absoluteError, sums.pixels),
    delta: ratio(sums.within, sums.positive),
  };
}
