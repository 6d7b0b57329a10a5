import type { Color } from "../color.ts";
import { cells3, noise2, smoothstep } from "../noise.ts";
import type { Environment } from "./environment.ts";

/** Octaves of noise that fade out where a pixel covers more than their waves. */
function band(x: number, y: number, frequency: number, octaves: number, footprint: number): number {
  let sum = 0.5;
  let weight = 0.5;
  for (let i = 0; i < octaves; i++) {
    const fade = 1 - frequency * footprint * 1.6;
    if (fade <= 0) break;
    sum +=
      (noise2(x * frequency + i * 17.3, y * frequency + i * 5.9) - 0.5) *
      weight *
      Math.min(1, fade * 2);
    frequency *= 2.1;
    weight *= 0.62;
  }
  return sum;
}

/** Light and dark of the ground's relief seen against the sun, around 1. */
function relief(
  env: Environment,
  x: number,
  z: number,
  frequency: number,
  footprint: number,
): number {
  const [sx, , sz] = env.light.toSun;
  const step = 0.35 / frequency;
  const here = band(x, z, frequency, 3, footprint);
  const there = band(x + sx * step, z + sz * step, frequency, 3, footprint);
  return 1 + (here - there) * 1.6;
}

/**
 * Colour of the ground at (x, z), before light, written into `out`.
 *
 * @param footprint metres that a pixel covers there
 */
export function paintGround(
  env: Environment,
  x: number,
  z: number,
  footprint: number,
  out: number[],
): void {
  const [a, b, c] = env.ground;
  const o = env.offset;
  const wide = band(x + o, z - o, 0.5, 4, footprint);
  const set = (p: Color, q: Color, t: number, k: number) => {
    for (let i = 0; i < 3; i++) out[i] = (p[i]! + (q[i]! - p[i]!) * t) * k;
  };
  const worn = smoothstep(0.56, 0.72, band(x - o, z + o, 0.31, 4, footprint));
  switch (env.place.kind) {
    case "grass": {
      const fine = band(x * 1.6 + o, z * 0.8, 9, 4, footprint);
      set(a, b, Math.min(1, Math.max(0, wide * 1.6 - 0.3)), 0.45 + fine * 1.1);
      mixInto(out, c, worn * 0.7);
      return;
    }
    case "litter": {
      const fade = Math.max(0, 1 - footprint * 14);
      const { f1, id } = fade > 0 ? cells3(x * 9, z * 9, o) : { f1: 0.5, id: 0.5 };
      set(
        a,
        b,
        wide * 0.6 + (id - 0.5) * fade * 0.9,
        (0.75 + 0.5 * wide) * (1 + (0.45 - f1) * fade * 0.7),
      );
      mixInto(out, c, worn);
      return;
    }
    case "sand": {
      const ripple = Math.sin((z * 7 + wide * 9 + x * 1.3) * 2.2) * Math.max(0, 1 - footprint * 22);
      set(a, b, wide, relief(env, x + o, z, 3, footprint) * (1 + ripple * 0.05));
      mixInto(out, c, worn * 0.35);
      return;
    }
    case "snow":
      set(c, b, smoothstep(0.25, 0.6, wide), 0.35 + 0.65 * relief(env, x + o, z, 1.4, footprint));
      return;
    case "stones": {
      const fade = Math.max(0, 1 - footprint * 9);
      const { f1, f2, id } = fade > 0 ? cells3(x * 4.5, z * 4.5, o) : { f1: 0.4, f2: 0.7, id: 0.5 };
      const crack = 1 - fade * (1 - smoothstep(0.02, 0.16, f2 - f1)) * 0.6;
      set(a, b, wide * 0.5 + id * 0.5 * fade, crack * relief(env, x + o, z, 5, footprint));
      mixInto(out, c, worn * 0.9);
      return;
    }
    case "dirt":
      set(
        a,
        b,
        wide,
        relief(env, x + o, z, 4, footprint) * (0.8 + band(x, z, 14, 2, footprint) * 0.4),
      );
      mixInto(out, c, worn * 0.6);
      return;
    case "boards": {
      const row = Math.floor(z / 0.14 + o);
      const joint = Math.floor(x / 1.3 + noise2(row * 7.7, o) * 9);
      const tone = noise2(row * 3.7 + joint * 1.9, o);
      const grainLines = band(x * 1.5 + row * 5.1, z * 22, 1.6, 3, footprint);
      const inRow = z / 0.14 + o - row;
      const gap = footprint < 0.03 ? smoothstep(0, 0.05, Math.min(inRow, 1 - inRow)) : 1;
      set(a, b, tone, (0.7 + grainLines * 0.6) * (0.5 + 0.5 * gap));
      return;
    }
    case "tiles": {
      const u = x / 0.4 + o;
      const v = z / 0.4 + o;
      const tone = noise2(Math.floor(u) * 3.1, Math.floor(v) * 2.3);
      const line = Math.min(
        u - Math.floor(u),
        1 - u + Math.floor(u),
        v - Math.floor(v),
        1 - v + Math.floor(v),
      );
      set(a, b, tone, 0.9 + 0.2 * wide);
      if (footprint < 0.08) mixInto(out, c, 1 - smoothstep(0.008, 0.03, line));
    }
  }
}

function mixInto(out: number[], color: Color, t: number): void {
  for (let i = 0; i < 3; i++) out[i]! += (color[i]! - out[i]!) * t;
}
