/** One value for each pixel, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export function newPlane(width: number, height: number): Plane {
  return { width, height, data: new Float32Array(width * height) };
}

/** A plane computed pixel by pixel. */
export function mapPlane({ width, height }: Plane, value: (pixel: number) => number): Plane {
  const plane = newPlane(width, height);
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = value(i);
  return plane;
}

/** Mean over windows of 2 r + 1 along the rows of `from`, written transposed; edges repeat. */
function blurRows(from: Float32Array, width: number, height: number, radius: number): Float32Array {
  const out = new Float32Array(from.length);
  const share = 1 / (2 * radius + 1);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let d = -radius; d <= radius; d++) sum += from[row + Math.min(Math.max(d, 0), width - 1)]!;
    for (let x = 0; x < width; x++) {
      out[x * height + y] = sum * share;
      sum += from[row + Math.min(x + radius + 1, width - 1)]!;
      sum -= from[row + Math.max(x - radius, 0)]!;
    }
  }
  return out;
}

/** Mean over square windows with sides of 2 r + 1 pixels. */
export function boxBlur({ width, height, data }: Plane, radius: number): Plane {
  const turned = blurRows(data, width, height, radius);
  return { width, height, data: blurRows(turned, height, width, radius) };
}
