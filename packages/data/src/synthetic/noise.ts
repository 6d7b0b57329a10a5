import { createRandom } from "./random.ts";

/**
 * Value noise over a fixed lattice of 256 random values. Callers add an offset of their own to get
 * a different picture; all results lie in [0, 1].
 */
const SIZE = 256;
const MASK = SIZE - 1;
const VALUES = new Float32Array(SIZE);
const PERMUTATION = new Uint8Array(SIZE * 2);
{
  const random = createRandom(20_231, 7);
  const order = Array.from({ length: SIZE }, (_, i) => i);
  for (let i = SIZE - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  for (let i = 0; i < SIZE; i++) {
    VALUES[i] = random.next();
    PERMUTATION[i] = order[i] as number;
    PERMUTATION[i + SIZE] = order[i] as number;
  }
}

/** Smooth noise of the plane. */
export function noise2(x: number, y: number): number {
  const xi = Math.floor(x);
  const yi = Math.floor(y);
  let u = x - xi;
  let v = y - yi;
  u = u * u * (3 - 2 * u);
  v = v * v * (3 - 2 * v);
  const x0 = PERMUTATION[xi & MASK]!;
  const x1 = PERMUTATION[(xi + 1) & MASK]!;
  const y0 = yi & MASK;
  const y1 = (yi + 1) & MASK;
  const a = VALUES[PERMUTATION[x0 + y0]!]!;
  const b = VALUES[PERMUTATION[x1 + y0]!]!;
  const c = VALUES[PERMUTATION[x0 + y1]!]!;
  const d = VALUES[PERMUTATION[x1 + y1]!]!;
  const top = a + (b - a) * u;
  return top + (c + (d - c) * u - top) * v;
}

/** Smooth noise of space. */
export function noise3(x: number, y: number, z: number): number {
  const zi = Math.floor(z);
  let w = z - zi;
  w = w * w * (3 - 2 * w);
  const layer = PERMUTATION[zi & MASK]!;
  const next = PERMUTATION[(zi + 1) & MASK]!;
  const near = noise2(x + layer * 3, y + layer * 7);
  return near + (noise2(x + next * 3, y + next * 7) - near) * w;
}

/** Sum of octaves, each twice as fine and half as strong as the one before. */
export function fbm2(x: number, y: number, octaves: number): number {
  let sum = 0;
  let weight = 0.5;
  let total = 0;
  for (let i = 0; i < octaves; i++) {
    sum += weight * noise2(x, y);
    total += weight;
    weight *= 0.5;
    x = x * 2.03 + 17.1;
    y = y * 2.03 + 9.7;
  }
  return sum / total;
}

/** {@link fbm2} in space. */
export function fbm3(x: number, y: number, z: number, octaves: number): number {
  let sum = 0;
  let weight = 0.5;
  let total = 0;
  for (let i = 0; i < octaves; i++) {
    sum += weight * noise3(x, y, z);
    total += weight;
    weight *= 0.5;
    x = x * 2.03 + 17.1;
    y = y * 2.03 + 9.7;
    z = z * 2.03 + 3.3;
  }
  return sum / total;
}

/**
 * Cellular noise (Worley 1996) in space: distances to the nearest and second nearest feature point,
 * one point a unit cell, and a random number in [0, 1] that belongs to the nearest cell.
 */
export function cells3(x: number, y: number, z: number): { f1: number; f2: number; id: number } {
  const xi = Math.floor(x);
  const yi = Math.floor(y);
  const zi = Math.floor(z);
  let f1 = 9;
  let f2 = 9;
  let id = 0;
  for (let k = -1; k <= 1; k++) {
    const pz = PERMUTATION[(zi + k) & MASK]!;
    for (let j = -1; j <= 1; j++) {
      const py = PERMUTATION[pz + ((yi + j) & MASK)]!;
      for (let i = -1; i <= 1; i++) {
        const h = PERMUTATION[py + ((xi + i) & MASK)]!;
        const dx = xi + i + 0.1 + 0.8 * VALUES[h]! - x;
        const dy = yi + j + 0.1 + 0.8 * VALUES[(h + 71) & MASK]! - y;
        const dz = zi + k + 0.1 + 0.8 * VALUES[(h + 149) & MASK]! - z;
        const d = dx * dx + dy * dy + dz * dz;
        if (d < f1) {
          f2 = f1;
          f1 = d;
          id = VALUES[(h + 37) & MASK]!;
        } else if (d < f2) f2 = d;
      }
    }
  }
  return { f1: Math.sqrt(f1), f2: Math.sqrt(f2), id };
}

/** Hermite step: 0 below `low`, 1 above `high`, smooth between. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}
