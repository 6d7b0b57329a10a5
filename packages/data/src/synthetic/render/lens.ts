import type { Random } from "../random.ts";
import type { Canvas } from "./canvas.ts";

/** One running-mean pass of radius `r` along rows or columns of an RGB raster, edges repeated. */
function boxPass(
  from: Float32Array,
  to: Float32Array,
  n: number,
  lines: number,
  step: number,
  line: number,
  r: number,
) {
  const k = 1 / (2 * r + 1);
  for (let l = 0; l < lines; l++) {
    for (let c = 0; c < 3; c++) {
      const base = l * line + c;
      let sum = 0;
      for (let i = -r; i <= r; i++) sum += from[base + Math.min(n - 1, Math.max(0, i)) * step]!;
      for (let i = 0; i < n; i++) {
        to[base + i * step] = sum * k;
        sum +=
          from[base + Math.min(n - 1, i + r + 1) * step]! - from[base + Math.max(0, i - r) * step]!;
      }
    }
  }
}

/** Blurs what lies beyond `focus` metres, fully from `focus + range` on: two box passes each way. */
export function blurBeyond(canvas: Canvas, focus: number, range: number, radius: number): void {
  const { width, height, rgb, depth } = canvas;
  const r = Math.round(radius);
  if (r < 1) return;
  const a = new Float32Array(rgb.length);
  const b = new Float32Array(rgb.length);
  boxPass(rgb, a, width, height, 3, width * 3, r);
  boxPass(a, b, height, width, width * 3, 3, r);
  boxPass(b, a, width, height, 3, width * 3, r);
  boxPass(a, b, height, width, width * 3, 3, r);
  for (let i = 0; i < depth.length; i++) {
    const t = Math.min(1, Math.max(0, (depth[i]! - focus) / range));
    if (t === 0) continue;
    for (let o = i * 3; o < i * 3 + 3; o++) rgb[o]! += (b[o]! - rgb[o]!) * t;
  }
}

/** What a camera does to the light between the lens and the file. */
interface Exposure {
  exposure: number;
  /** Gains of red and blue against green. */
  warmth: number;
  vignette: number;
  /** Standard deviation of the sensor's noise at mid gray, in 8-bit steps. */
  noise: number;
  saturation: number;
  /** Share of a pixel's light that its neighbours get: a soft lens. */
  softness: number;
}

/** Filmic curve (Narkowicz 2015, a fit of ACES), from linear light to linear display light. */
function film(x: number): number {
  return Math.min(1, Math.max(0, (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)));
}

const GAMMA = new Float32Array(4097);
for (let i = 0; i <= 4096; i++) {
  const v = i / 4096;
  GAMMA[i] = 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
}

/** Turns linear light into an 8-bit sRGB picture. */
export function develop(canvas: Canvas, settings: Exposure, random: Random): Uint8Array {
  const { width, height } = canvas;
  const { exposure, warmth, vignette, noise, saturation, softness } = settings;
  let { rgb } = canvas;
  if (softness > 0) {
    const soft = new Float32Array(rgb.length);
    const again = new Float32Array(rgb.length);
    boxPass(rgb, soft, width, height, 3, width * 3, 1);
    boxPass(soft, again, height, width, width * 3, 3, 1);
    rgb = again.map((v, i) => v * softness + canvas.rgb[i]! * (1 - softness));
  }
  const out = new Uint8Array(width * height * 3);
  const red = warmth * exposure;
  const blue = exposure / warmth;
  let state = random.integer(1, 2 ** 31 - 1);
  // Sum of two 16-bit uniforms around 0: a triangle from -1 to 1.
  const grain = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const a = state >>> 16;
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (a + (state >>> 16)) / 65535 - 1;
  };
  for (let y = 0; y < height; y++) {
    const v = (y / height - 0.5) * 2;
    for (let x = 0; x < width; x++) {
      const u = (x / width - 0.5) * 2;
      const k = (1 - vignette * (u * u + v * v) * 0.5) * 0.62;
      const o = (y * width + x) * 3;
      const r = film(rgb[o]! * red * k);
      const g = film(rgb[o + 1]! * exposure * k);
      const b = film(rgb[o + 2]! * blue * k);
      const gray = 0.3 * r + 0.59 * g + 0.11 * b;
      const amount = noise * (0.8 + 2 * Math.sqrt(gray));
      const shared = grain() * 0.7;
      out[o] = encode(gray + (r - gray) * saturation, (shared + grain() * 0.5) * amount);
      out[o + 1] = encode(gray + (g - gray) * saturation, (shared + grain() * 0.5) * amount);
      out[o + 2] = encode(gray + (b - gray) * saturation, (shared + grain() * 0.5) * amount);
    }
  }
  return out;
}

/** One channel in 8 bits, with `grain` steps of noise on top. */
function encode(light: number, grain: number): number {
  const value = GAMMA[Math.round(Math.min(1, Math.max(0, light)) * 4096)]! + grain;
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}
