import type { Bone } from "../anatomy/bone.ts";
import { cross, dot, mix, normalize, type Vector } from "../vector.ts";

/** How much of the light reaches a point: 1 all of it, 0 none. */
export type Shade = (x: number, y: number, z: number, bias: number) => number;

const EMPTY = -1e9;

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
  const spread = Math.max(1, (softness * scale) / 2);
  return (x, y, z, bias) => {
    const cu = (x * u[0] + y * u[1] + z * u[2] - u0) * scale + 2;
    const cv = (x * v[0] + y * v[1] + z * v[2] - v0) * scale + 2;
    if (cu < -4 || cv < -4 || cu > size + 4 || cv > size + 4) return 1;
    const w = x * light[0] + y * light[1] + z * light[2] + bias;
    let lit = 0;
    for (let j = -2; j <= 2; j++) {
      const my = Math.round(cv + j * spread * 0.8);
      for (let i = -2; i <= 2; i++) {
        const mx = Math.round(cu + i * spread * 0.8);
        const outside = mx < 0 || my < 0 || mx >= size || my >= size;
        if (outside || map[my * size + mx]! <= w) lit++;
      }
    }
    return lit / 25;
  };
}
