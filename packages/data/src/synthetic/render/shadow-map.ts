import type { Bone } from "../anatomy/bone.ts";
import { cross, dot, mix, normalize, type Vector } from "../vector.ts";

/** How much of the light reaches a point: 1 all of it, 0 none. */
export type Shade = (x: number, y: number, z: number, bias: number) => number;

const EMPTY = -1e9;
/** Texels of a block of the coarse map that tells where no shadow can fall. */
const BLOCK = 8;

/**
 * Height map of the bodies as seen from the light (Williams 1978), drawn as rows of spheres.
 *
 * @param light unit direction toward the light
 * @param softness radius of the blur at shadow edges in metres
 */
export function createShadowMap(
  bones: readonly Bone[],
  light: Vector,
  softness: number,
  size = 144,
): Shade {
  if (bones.length === 0) return () => 1;
  const u = normalize(cross(light, Math.abs(light[1]) > 0.95 ? [1, 0, 0] : [0, 1, 0]));
  const v = cross(light, u);
  const spheres: { u: number; v: number; w: number; r: number; squeeze: number }[] = [];
  for (const { a, b, ra, rb, flat } of bones) {
    const gap = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2 + (b[2] - a[2]) ** 2);
    const count = Math.min(24, 1 + Math.ceil(gap / (Math.min(ra, rb) * 0.5 + 0.005)));
    // A flattened bone is thin along its axis: to the light when it faces it, to the side otherwise.
    const facing = flat ? Math.abs(dot(flat.axis, light)) : 0;
    const thin = flat && flat.factor > 2 ? 0.6 + 0.4 * facing : 1;
    const squeeze = flat ? 1 / Math.sqrt(1 + facing * facing * (flat.factor ** 2 - 1)) : 1;
    for (let i = 0; i <= count; i++) {
      const p = mix(a, b, i / count);
      spheres.push({
        u: dot(p, u),
        v: dot(p, v),
        w: dot(p, light),
        r: (ra + ((rb - ra) * i) / count) * thin,
        squeeze,
      });
    }
  }
  const u0 = Math.min(...spheres.map((s) => s.u - s.r));
  const u1 = Math.max(...spheres.map((s) => s.u + s.r));
  const v0 = Math.min(...spheres.map((s) => s.v - s.r));
  const v1 = Math.max(...spheres.map((s) => s.v + s.r));
  const scale = (size - 4) / Math.max(u1 - u0, v1 - v0);
  const map = new Float32Array(size * size).fill(EMPTY);
  for (const s of spheres) {
    const cu = (s.u - u0) * scale + 2;
    const cv = (s.v - v0) * scale + 2;
    const r = s.r * scale;
    for (let y = Math.max(0, Math.floor(cv - r)); y <= Math.min(size - 1, cv + r); y++) {
      for (let x = Math.max(0, Math.floor(cu - r)); x <= Math.min(size - 1, cu + r); x++) {
        const d = r * r - (x - cu) ** 2 - (y - cv) ** 2;
        if (d < 0) continue;
        const w = s.w + (Math.sqrt(d) / scale) * s.squeeze;
        if (w > map[y * size + x]!) map[y * size + x] = w;
      }
    }
  }
  const blocks = Math.ceil(size / BLOCK);
  const highest = highestAround(map, size, blocks);
  // The taps stay within one block of the middle.
  const spread = Math.min(BLOCK / 2, Math.max(0.8, softness * scale * 0.4));
  return (x, y, z, bias) => {
    const cu = (x * u[0] + y * u[1] + z * u[2] - u0) * scale + 2;
    const cv = (x * v[0] + y * v[1] + z * v[2] - v0) * scale + 2;
    if (cu < -4 || cv < -4 || cu > size + 4 || cv > size + 4) return 1;
    const w = x * light[0] + y * light[1] + z * light[2] + bias;
    const block =
      Math.min(blocks - 1, Math.max(0, Math.floor(cv / BLOCK))) * blocks +
      Math.min(blocks - 1, Math.max(0, Math.floor(cu / BLOCK)));
    if (highest[block]! <= w) return 1;
    let lit = 0;
    for (let j = -2; j <= 2; j++) {
      const my = Math.round(cv + j * spread);
      for (let i = -2; i <= 2; i++) {
        const mx = Math.round(cu + i * spread);
        const outside = mx < 0 || my < 0 || mx >= size || my >= size;
        if (outside || map[my * size + mx]! <= w) lit++;
      }
    }
    return lit / 25;
  };
}

/** For each block of texels, the highest value in it and in the blocks around it. */
function highestAround(map: Float32Array, size: number, blocks: number): Float32Array {
  const result = new Float32Array(blocks * blocks).fill(EMPTY);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const w = map[y * size + x]!;
      if (w === EMPTY) continue;
      const bx = Math.floor(x / BLOCK);
      const by = Math.floor(y / BLOCK);
      for (let j = Math.max(0, by - 1); j <= Math.min(blocks - 1, by + 1); j++) {
        for (let i = Math.max(0, bx - 1); i <= Math.min(blocks - 1, bx + 1); i++) {
          if (w > result[j * blocks + i]!) result[j * blocks + i] = w;
        }
      }
    }
  }
  return result;
}
