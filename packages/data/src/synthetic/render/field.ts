import type { Bone } from "../anatomy/bone.ts";
import { noise3 } from "../noise.ts";

/** Numbers a bone takes in the packed table. */
const STRIDE = 15;

/** Where a point lies on a body, and which way the surface faces there. */
export interface Hit {
  /** Index of the bone whose own surface is nearest. */
  bone: number;
  /** Position along that bone, 0 at `a` and 1 at `b`, beyond both at the caps. */
  along: number;
  nx: number;
  ny: number;
  nz: number;
}

/**
 * Signed distance field of a body in world coordinates: tapered capsules joined by the polynomial
 * smooth minimum (Quilez, "smooth minimum"), with hair as noise near the surface.
 */
export interface Field {
  /**
   * Signed distance from the bones `list`, to first order, at the point in `at` (x, y, z): an array,
   * since numbers that are passed one by one cost an allocation each.
   */
  distance(list: Uint16Array, at: Float64Array): number;
  /** Writes bone and unit normal of a surface point into `hit`. */
  describe(list: Uint16Array, x: number, y: number, z: number, hit: Hit): void;
}

function pack(bones: readonly Bone[]): Float64Array {
  const table = new Float64Array(bones.length * STRIDE);
  bones.forEach((bone, i) => {
    const { a, b, ra, rb, blend, flat } = bone;
    const [fx, fy, fz] = flat?.axis ?? [0, 0, 0];
    const stretch = (flat?.factor ?? 1) - 1;
    let dx = b[0] - a[0];
    let dy = b[1] - a[1];
    let dz = b[2] - a[2];
    const s = (dx * fx + dy * fy + dz * fz) * stretch;
    dx += fx * s;
    dy += fy * s;
    dz += fz * s;
    const inverse = 1 / Math.max(1e-9, dx * dx + dy * dy + dz * dz);
    const norm = (stretch + 1) ** 2 - 1;
    table.set(
      [...a, dx, dy, dz, inverse, ra, rb - ra, blend, fx, fy, fz, stretch, norm],
      i * STRIDE,
    );
  });
  return table;
}

/**
 * @param shag height of the hair's relief in metres, 0 for none
 * @param grain cells of that relief a metre
 */
export function createField(bones: readonly Bone[], shag: number, grain: number): Field {
  const t = pack(bones);

  function hair(x: number, y: number, z: number): number {
    const u = x * grain;
    const v = y * grain * 0.7;
    const w = z * grain;
    return shag * (noise3(u, v, w) - 0.5 + 0.5 * (noise3(u * 2.7, v * 2.5, w * 2.7) - 0.5));
  }

  return {
    distance(list, at) {
      const x = at[0]!;
      const y = at[1]!;
      const z = at[2]!;
      let d = 1e3;
      for (let i = 0; i < list.length; i++) {
        const o = list[i]! * STRIDE;
        let qx = x - t[o]!;
        let qy = y - t[o + 1]!;
        let qz = z - t[o + 2]!;
        const stretch = t[o + 13]!;
        let g = 0;
        if (stretch !== 0) {
          g = (qx * t[o + 10]! + qy * t[o + 11]! + qz * t[o + 12]!) * stretch;
          qx += t[o + 10]! * g;
          qy += t[o + 11]! * g;
          qz += t[o + 12]! * g;
        }
        const bx = t[o + 3]!;
        const by = t[o + 4]!;
        const bz = t[o + 5]!;
        let h = (qx * bx + qy * by + qz * bz) * t[o + 6]!;
        h = Math.min(1, Math.max(0, h));
        qx -= bx * h;
        qy -= by * h;
        qz -= bz * h;
        const square = qx * qx + qy * qy + qz * qz;
        const radius = t[o + 7]! + t[o + 8]! * h;
        const k = t[o + 9]!;
        const limit = d + k + radius;
        if (stretch === 0 && limit > 0 && square > limit * limit) continue;
        let e = Math.sqrt(square) - radius;
        if (stretch !== 0) {
          g = qx * t[o + 10]! + qy * t[o + 11]! + qz * t[o + 12]!;
          e /= Math.sqrt(1 + (g * g * t[o + 14]!) / (square + 1e-12));
        }
        const gap = d > e ? d - e : e - d;
        if (e < d) d = e;
        if (gap < k) d -= ((k - gap) * (k - gap)) / (4 * k);
      }
      return shag > 0 && d < shag * 2 ? d + hair(x, y, z) : d;
    },

    describe(list, x, y, z, hit) {
      let d = 1e3;
      let nearest = 1e3;
      let nx = 0;
      let ny = 1;
      let nz = 0;
      for (let i = 0; i < list.length; i++) {
        const o = list[i]! * STRIDE;
        const fx = t[o + 10]!;
        const fy = t[o + 11]!;
        const fz = t[o + 12]!;
        const stretch = t[o + 13]!;
        let qx = x - t[o]!;
        let qy = y - t[o + 1]!;
        let qz = z - t[o + 2]!;
        const s = (qx * fx + qy * fy + qz * fz) * stretch;
        qx += fx * s;
        qy += fy * s;
        qz += fz * s;
        const h = (qx * t[o + 3]! + qy * t[o + 4]! + qz * t[o + 5]!) * t[o + 6]!;
        const c = Math.min(1, Math.max(0, h));
        qx -= t[o + 3]! * c;
        qy -= t[o + 4]! * c;
        qz -= t[o + 5]! * c;
        const l = Math.sqrt(qx * qx + qy * qy + qz * qz) + 1e-9;
        const g = (qx * fx + qy * fy + qz * fz) / l;
        const norm = Math.sqrt(1 + g * g * t[o + 14]!);
        const e = (l - t[o + 7]! - t[o + 8]! * c) / norm;
        if (e < nearest) {
          nearest = e;
          hit.bone = list[i]!;
          hit.along = h;
        }
        // The gradient of the smooth minimum mixes those of its two arguments.
        const k = t[o + 9]!;
        const gap = d > e ? d - e : e - d;
        const share = gap >= k ? 0 : (k - gap) / (2 * k);
        const own = e < d ? 1 - share : share;
        if (own > 0) {
          const w = own / norm;
          nx += (qx / l + fx * g * stretch) * w - nx * own;
          ny += (qy / l + fy * g * stretch) * w - ny * own;
          nz += (qz / l + fz * g * stretch) * w - nz * own;
        }
        if (e < d) d = e;
        if (gap < k) d -= ((k - gap) * (k - gap)) / (4 * k);
      }
      if (shag > 0) {
        const step = 0.3 / grain;
        const bump = 0.6 / step;
        const here = hair(x, y, z);
        nx += (hair(x + step, y, z) - here) * bump;
        ny += (hair(x, y + step, z) - here) * bump;
        nz += (hair(x, y, z + step) - here) * bump;
      }
      const k = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz + 1e-20);
      hit.nx = nx * k;
      hit.ny = ny * k;
      hit.nz = nz * k;
    },
  };
}
