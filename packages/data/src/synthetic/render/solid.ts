import type { Bone } from "../anatomy/bone.ts";
import type { Camera } from "./camera.ts";
import { type Canvas, hazeAt } from "./canvas.ts";
import type { Finish } from "./coat-surface.ts";
import { createField } from "./field.ts";
import { type Lighting, lightSurface } from "./lighting.ts";
import type { Shade } from "./shadow-map.ts";
import { createTracer, emptyPoint, type SurfacePoint, type Tracer } from "./tracer.ts";

/** A body in the world: an animal, a rock, a trunk, a fence. */
export interface Solid {
  /** In world coordinates. */
  bones: readonly Bone[];
  /** Relief of the surface in metres and its cells a metre. */
  shag: number;
  grain: number;
  /** Softness of the surface for light, 0 (skin, stone) to 1 (fur). */
  fur: number;
  /** Sets the colour of a point before light falls on it. */
  paint(point: SurfacePoint, out: Finish): void;
}

/** Positions within a pixel at which its edges are sampled. */
const SAMPLES = [
  [0.125, 0.375],
  [0.625, 0.125],
  [0.375, 0.875],
  [0.875, 0.625],
] as const;

/** Nearest and farthest planar depth of a solid's bones along z, in metres. */
export function nearestZ(solid: Solid): number {
  return Math.min(...solid.bones.map((b) => Math.min(b.a[2] - b.ra, b.b[2] - b.rb)));
}

/** Depth of the nearest surface at pixel `k` and the four beside it; 0 where all are empty. */
function nearestAround(seen: Float32Array, k: number, columns: number): number {
  let nearest = Infinity;
  for (const j of [k, k - 1, k + 1, k - columns, k + columns]) {
    const d = seen[j] ?? 0;
    if (d > 0 && d < nearest) nearest = d;
  }
  return nearest === Infinity ? 0 : nearest;
}

/**
 * Finds the depth at every pixel: first at every other one, as on a chess board, then between them,
 * starting just before the neighbours where these lie on one smooth surface.
 */
function marchAll(tracer: Tracer, seen: Float32Array): void {
  const [left, top, right, bottom] = tracer.bounds;
  const columns = right - left;
  for (const odd of [0, 1]) {
    for (let y = top; y < bottom; y++) {
      for (let x = left + ((y + odd) & 1); x < right; x += 2) {
        const k = (y - top) * columns + x - left;
        let from = 0;
        if (odd && x > left && x < right - 1 && y > top && y < bottom - 1) {
          const a = seen[k - 1]!;
          const b = seen[k + 1]!;
          const c = seen[k - columns]!;
          const d = seen[k + columns]!;
          const low = Math.min(a, b, c, d);
          const gap = Math.max(a, b, c, d) - low;
          if (low > 0 && gap < low * 0.008) from = low - gap * 0.5;
        }
        seen[k] = tracer.march(x + 0.5, y + 0.5, from);
      }
    }
  }
}

/**
 * Paints a solid over what is farther away, with a crisp label.
 *
 * @param smooth whether its edges are sampled more than once: not needed where a blur follows
 */
export function drawSolid(
  canvas: Canvas,
  camera: Camera,
  solid: Solid,
  light: Lighting,
  shade: Shade,
  smooth: boolean,
): void {
  const { width, height } = canvas;
  // Relief finer than a pixel only costs time.
  const shag = (solid.shag * camera.focal) / nearestZ(solid) > 0.6 ? solid.shag : 0;
  const field = createField(solid.bones, shag, solid.grain);
  const tracer = createTracer(solid.bones, field, camera, width, height, shag);
  const [left, top, right, bottom] = tracer.bounds;
  const columns = right - left;
  if (columns <= 0 || bottom <= top) return;
  const point = emptyPoint();
  const paint: Finish = { r: 0, g: 0, b: 0, gloss: 0 };
  /** Depth of the surface at each pixel of the bounds, 0 where it is missed or hidden. */
  const seen = new Float32Array(columns * (bottom - top));

  marchAll(tracer, seen);
  const isEdge = (k: number, x: number, y: number, d: number): boolean => {
    const jump = 0.03 + d * 0.012;
    return (
      (x > left && Math.abs(seen[k - 1]! - d) > jump) ||
      (x < right - 1 && Math.abs(seen[k + 1]! - d) > jump) ||
      (y > top && Math.abs(seen[k - columns]! - d) > jump) ||
      (y < bottom - 1 && Math.abs(seen[k + columns]! - d) > jump)
    );
  };
  const shadeAt = (x: number, y: number, depth: number): void => {
    tracer.land(x, y, depth, point);
    solid.paint(point, paint);
    lightSurface(point, paint, light, shade, solid.fur);
    const haze = hazeAt(canvas.air, depth);
    paint.r += (canvas.air.color[0] - paint.r) * haze;
    paint.g += (canvas.air.color[1] - paint.g) * haze;
    paint.b += (canvas.air.color[2] - paint.b) * haze;
  };
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const k = (y - top) * columns + x - left;
      const d = seen[k]!;
      const i = y * width + x;
      const edge = smooth && isEdge(k, x, y, d);
      if (d === 0 && !edge) continue;
      const behind = canvas.depth[i]!;
      let r = 0;
      let g = 0;
      let b = 0;
      let hits = 0;
      if (d > 0 && d < behind) {
        shadeAt(x + 0.5, y + 0.5, d);
        r = paint.r;
        g = paint.g;
        b = paint.b;
        hits = 1;
        canvas.depth[i] = d;
        canvas.labels[i] = solid.bones[point.bone]!.label;
      }
      if (edge) {
        const start = nearestAround(seen, k, columns) * 0.96 - 0.05;
        for (const [sx, sy] of SAMPLES) {
          const deep = tracer.march(x + sx, y + sy, start);
          if (deep === 0 || deep >= behind) continue;
          // A sample on the surface of the pixel's middle takes its colour.
          if (hits === 0 || Math.abs(deep - d) > 0.03 + d * 0.012) shadeAt(x + sx, y + sy, deep);
          r += paint.r;
          g += paint.g;
          b += paint.b;
          hits++;
        }
      }
      if (hits === 0) continue;
      const share = edge ? hits / 5 : 1;
      const o = i * 3;
      canvas.rgb[o] = canvas.rgb[o]! * (1 - share) + (r / hits) * share;
      canvas.rgb[o + 1] = canvas.rgb[o + 1]! * (1 - share) + (g / hits) * share;
      canvas.rgb[o + 2] = canvas.rgb[o + 2]! * (1 - share) + (b / hits) * share;
    }
  }
}
