import type { Plane } from "./planes.ts";

/** Collects features of all pixels, plane by plane, as bytes: `data[feature * pixels + pixel]`. */
export interface FeatureGrid {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly data: Uint8ClampedArray;
}

/** A step from a pixel to another place. */
export type Offset = readonly [dx: number, dy: number];

/** Steps of the given lengths in eight directions. */
export function rays(reaches: readonly number[]): Offset[] {
  return reaches.flatMap((reach) =>
    Array.from({ length: 8 }, (_, step): Offset => {
      const angle = (step * Math.PI) / 4;
      return [Math.round(reach * Math.cos(angle)), Math.round(reach * Math.sin(angle))];
    }),
  );
}

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

/** Writes features one after the other; `gain` and `bias` bring values into 0..255. */
export class FeatureWriter {
  readonly width: number;
  readonly height: number;
  readonly #data: Uint8ClampedArray;
  #at = 0;

  constructor(width: number, height: number, count: number) {
    this.width = width;
    this.height = height;
    this.#data = new Uint8ClampedArray(width * height * count);
  }

  /** A value for each pixel. */
  plane({ data }: Plane, gain: number, bias = 0): void {
    const out = this.#data;
    let at = this.#at;
    for (let pixel = 0; pixel < data.length; pixel++) out[at++] = data[pixel]! * gain + bias;
    this.#at = at;
  }

  /** The values a step away, less `share` of those in place; beyond the edge the edge counts. */
  shifted({ data }: Plane, [dx, dy]: Offset, gain: number, share = 0, bias = 0): void {
    const { width, height } = this;
    const out = this.#data;
    const columns = Int32Array.from({ length: width }, (_, x) => clamp(x + dx, width - 1));
    let at = this.#at;
    for (let y = 0; y < height; y++) {
      const here = y * width;
      const there = clamp(y + dy, height - 1) * width;
      for (let x = 0; x < width; x++) {
        out[at++] = (data[there + columns[x]!]! - share * data[here + x]!) * gain + bias;
      }
    }
    this.#at = at;
  }

  /** Features that are ready, as bytes. */
  copy(data: Uint8ClampedArray): void {
    this.#data.set(data, this.#at);
    this.#at += data.length;
  }

  /** @throws {RangeError} unless exactly as many features were written as were announced. */
  finish(): FeatureGrid {
    const { width, height } = this;
    if (this.#at !== this.#data.length) throw new RangeError("features are missing");
    return { width, height, count: this.#data.length / (width * height), data: this.#data };
  }
}

/** Features of some pixels, in their order, in the same layout. */
export function pickPixels(grid: FeatureGrid, pixels: readonly number[]): Uint8ClampedArray {
  const all = grid.width * grid.height;
  const picked = new Uint8ClampedArray(pixels.length * grid.count);
  for (let feature = 0; feature < grid.count; feature++) {
    for (let row = 0; row < pixels.length; row++) {
      picked[feature * pixels.length + row] = grid.data[feature * all + pixels[row]!]!;
    }
  }
  return picked;
}
