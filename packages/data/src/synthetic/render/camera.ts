import type { Vector } from "../vector.ts";

/**
 * A pinhole camera above x = z = 0 that looks along +z, tilted down. World axes: x right,
 * y up, z away; the ground is y = 0. Lengths are metres, image coordinates pixels from the top left.
 */
export interface Camera {
  height: number;
  /** Cosine and sine of the tilt below the horizontal. */
  cosine: number;
  sine: number;
  /** Focal length in pixels. */
  focal: number;
  centerX: number;
  centerY: number;
}

interface Projection {
  x: number;
  y: number;
  /** Planar depth: distance along the optical axis. */
  depth: number;
}

export function project(camera: Camera, [x, y, z]: Vector): Projection {
  const { cosine: c, sine: s } = camera;
  const rise = y - camera.height;
  const depth = c * z - s * rise;
  const up = s * z + c * rise;
  const k = camera.focal / depth;
  return { x: camera.centerX + x * k, y: camera.centerY - up * k, depth };
}

/** Direction of the ray through a pixel position; its component along the optical axis is 1. */
export function pixelRay(camera: Camera, x: number, y: number): Vector {
  const { cosine: c, sine: s } = camera;
  const right = (x - camera.centerX) / camera.focal;
  const up = (camera.centerY - y) / camera.focal;
  return [right, c * up - s, s * up + c];
}

/** Row of the horizon; it may lie outside the image. */
export function horizon(camera: Camera): number {
  return camera.centerY - (camera.sine / camera.cosine) * camera.focal;
}
