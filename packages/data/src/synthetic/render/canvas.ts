import type { Color } from "../color.ts";

/** Depth of the sky in metres; also the largest depth that a 16-bit map of millimetres holds. */
export const FAR = 65.535;

/** Haze: light on its way to the camera takes on its colour, by a share a metre. */
interface Air {
  density: number;
  color: Color;
}

/** How much of the haze's colour lies over what is `depth` metres away, 0 to 1. */
export function hazeAt({ density }: Air, depth: number): number {
  return 1 - Math.exp(-density * depth);
}

/** The picture being painted: linear light, planar depth in metres and labels, row by row. */
export interface Canvas {
  width: number;
  height: number;
  air: Air;
  /** Red, green, blue of each pixel. */
  rgb: Float32Array;
  depth: Float32Array;
  labels: Uint8Array;
}

export function createCanvas(width: number, height: number, air: Air): Canvas {
  const pixels = width * height;
  return {
    width,
    height,
    air,
    rgb: new Float32Array(pixels * 3),
    depth: new Float32Array(pixels).fill(FAR),
    labels: new Uint8Array(pixels),
  };
}

/**
 * Lays a colour over pixel `i` if nothing nearer is there. From half coverage on the pixel becomes
 * part of the new thing: its depth, and background in the mask.
 *
 * @param light times the colour, before the share `haze` of the air's colour lies over it
 */
function cover(
  { rgb, depth, labels, air }: Canvas,
  i: number,
  color: Color,
  light: number,
  haze: number,
  alpha: number,
  z: number,
): void {
  if (z > depth[i]!) return;
  const o = i * 3;
  const k = light * (1 - haze);
  rgb[o]! += (color[0] * k + air.color[0] * haze - rgb[o]!) * alpha;
  rgb[o + 1]! += (color[1] * k + air.color[1] * haze - rgb[o + 1]!) * alpha;
  rgb[o + 2]! += (color[2] * k + air.color[2] * haze - rgb[o + 2]!) * alpha;
  if (alpha >= 0.5) {
    depth[i] = z;
    labels[i] = 0;
  }
}

interface Leaf {
  x: number;
  y: number;
  /** Half length and half width in pixels. */
  long: number;
  wide: number;
  /** Direction of the long axis in radians. */
  angle: number;
  color: Color;
  depth: number;
  /** Width of the soft edge in pixels. */
  feather: number;
}

/** An elliptic spot: leaves, petals, snow on twigs. */
export function drawLeaf(canvas: Canvas, leaf: Leaf): void {
  const { x, y, long, wide, angle, depth, feather } = leaf;
  const haze = hazeAt(canvas.air, depth);
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const reach = long + feather + 1;
  const x0 = Math.max(0, Math.floor(x - reach));
  const x1 = Math.min(canvas.width - 1, Math.ceil(x + reach));
  const y0 = Math.max(0, Math.floor(y - reach));
  const y1 = Math.min(canvas.height - 1, Math.ceil(y + reach));
  for (let py = y0; py <= y1; py++) {
    for (let px = x0; px <= x1; px++) {
      const dx = px + 0.5 - x;
      const dy = py + 0.5 - y;
      const a = (dx * c + dy * s) / long;
      const b = (dy * c - dx * s) / wide;
      const edge = (1 - Math.sqrt(a * a + b * b)) * wide;
      const alpha = Math.min(1, edge / feather + 0.5);
      if (alpha > 0.02) cover(canvas, py * canvas.width + px, leaf.color, 1, haze, alpha, depth);
    }
  }
}

interface Blade {
  x: number;
  y: number;
  /** Height in pixels, sideways shift of the tip in pixels, half width at the root. */
  height: number;
  bend: number;
  width: number;
  color: Color;
  /** Light at the root and at the tip, times the colour. */
  low: number;
  high: number;
  depth: number;
  feather: number;
}

/** A blade of grass or a reed: a thin parabola that tapers upward. */
export function drawBlade(canvas: Canvas, blade: Blade): void {
  const { x, y, height, bend, width, feather } = blade;
  const haze = hazeAt(canvas.air, blade.depth);
  const y0 = Math.max(0, Math.floor(y - height));
  const y1 = Math.min(canvas.height - 1, Math.floor(y));
  for (let py = y0; py <= y1; py++) {
    const t = Math.min(1, Math.max(0, (y - py - 0.5) / height));
    const center = x + bend * t * t;
    const half = width * (1 - t * 0.85);
    const light = blade.low + (blade.high - blade.low) * t;
    const soft = feather * Math.sqrt(1 + (2 * bend * t * (1 / height)) ** 2);
    const x0 = Math.max(0, Math.floor(center - half - soft));
    const x1 = Math.min(canvas.width - 1, Math.ceil(center + half + soft));
    for (let px = x0; px <= x1; px++) {
      const gap = Math.abs(px + 0.5 - center) - half;
      const alpha = Math.min(1, Math.min(half * 2, 1) * Math.min(1, 0.5 - gap / soft));
      if (alpha > 0.03)
        cover(canvas, py * canvas.width + px, blade.color, light, haze, alpha, blade.depth);
    }
  }
}
