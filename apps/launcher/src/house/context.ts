import type { FeatureGrid } from "./features.ts";
import { boxBlur, newPlane, type Plane, sampleAt } from "./planes.ts";

/** Distances (pixels at half size) at which the first opinion is looked up. */
const REACHES = [6, 14, 28, 52];
const DIRECTIONS = 8;

/** One plane of probabilities for each class. */
export function probabilityPlanes(
  probabilities: Float32Array,
  { width, height }: FeatureGrid,
  classes: number,
): Plane[] {
  return Array.from({ length: classes }, (_, k) => {
    const plane = newPlane(width, height);
    for (let i = 0; i < plane.data.length; i++) plane.data[i] = probabilities[i * classes + k]!;
    return plane;
  });
}

/**
 * Widens features by what a first forest believes here and around: auto-context (Tu, "Auto-context
 * and its application to high-level vision tasks", CVPR 2008). A leg is a leg because a torso is
 * above it, which no local feature tells.
 *
 * @param pixels The pixels wanted, or all.
 */
export function addContext(
  grid: FeatureGrid,
  opinion: readonly Plane[],
  pixels?: readonly number[],
): { count: number; data: Uint8Array } {
  const rays = REACHES.flatMap((reach) =>
    Array.from({ length: DIRECTIONS }, (_, step) => {
      const angle = (step * 2 * Math.PI) / DIRECTIONS;
      return [Math.round(reach * Math.cos(angle)), Math.round(reach * Math.sin(angle))] as const;
    }),
  );
  const near = opinion.map((plane) => boxBlur(plane, 1));
  const middle = opinion.map((plane) => boxBlur(plane, 4));
  const wide = opinion.map((plane) => boxBlur(boxBlur(plane, 16), 16));
  const totals = opinion.map((plane) => plane.data.reduce((a, b) => a + b, 0) / plane.data.length);
  const count = grid.count + opinion.length * (4 + rays.length);
  const rows = pixels?.length ?? grid.width * grid.height;
  const data = new Uint8Array(rows * count);
  for (let row = 0; row < rows; row++) {
    const pixel = pixels?.[row] ?? row;
    const [x, y] = [pixel % grid.width, Math.floor(pixel / grid.width)];
    let at = row * count;
    data.set(grid.data.subarray(pixel * grid.count, (pixel + 1) * grid.count), at);
    at += grid.count;
    for (let k = 0; k < opinion.length; k++) {
      data[at++] = 255 * near[k]!.data[pixel]!;
      data[at++] = 255 * middle[k]!.data[pixel]!;
      data[at++] = 255 * wide[k]!.data[pixel]!;
      data[at++] = 255 * totals[k]!;
      const plane = middle[k]!;
      for (const [dx, dy] of rays) data[at++] = 255 * sampleAt(plane, x + dx, y + dy);
    }
  }
  return { count, data };
}
