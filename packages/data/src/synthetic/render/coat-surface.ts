import type { Bone } from "../anatomy/bone.ts";
import type { Coat } from "../anatomy/coat.ts";
import { type Color, hex } from "../color.ts";
import { cells3, fbm3, noise3, smoothstep } from "../noise.ts";

const NOSE = hex("#1d1614");
const HOOF = hex("#2b241f");
const INNER = hex("#b23a30");

/** A surface's colour and finish, written in place. */
export interface Finish {
  r: number;
  g: number;
  b: number;
  gloss: number;
}

function set(out: Finish, c: Color): void {
  out.r = c[0];
  out.g = c[1];
  out.b = c[2];
}

function toward(out: Finish, c: Color, t: number): void {
  out.r += (c[0] - out.r) * t;
  out.g += (c[1] - out.g) * t;
  out.b += (c[2] - out.b) * t;
}

/** How strongly the second colour shows, 0 to 1, at a point of the animal's own space. */
function markStrength(coat: Coat, x: number, y: number, z: number, u: number, up: number): number {
  const f = coat.frequency;
  const o = coat.offset;
  switch (coat.pattern) {
    case "plain":
      return 0;
    case "stripes":
    case "tiger": {
      const thin = coat.pattern === "tiger";
      const warp = fbm3(x * 2.5 + o, y * 2.5, z * 2.5, 2) - 0.5;
      const wave = Math.sin(2 * Math.PI * (u * f + warp * (thin ? 2.2 : 1.6)));
      const breaks = thin
        ? (noise3(x * 4 + o, y * 4, z * 4) - 0.45) * 1.3 + up * 0.35 - 0.55
        : 0.05;
      return smoothstep(-0.18, 0.18, wave + breaks);
    }
    case "rosettes": {
      const { f1, id } = cells3(x * f + o, y * f, z * f);
      const edge = 0.42 + id * 0.1;
      const ring =
        smoothstep(edge - 0.24, edge - 0.14, f1) * (1 - smoothstep(edge, edge + 0.07, f1));
      const gaps = smoothstep(0.3, 0.42, noise3(x * f * 2 + o, y * f * 2, z * f * 2));
      return Math.max(ring * gaps, (1 - smoothstep(edge - 0.2, edge, f1)) * 0.35);
    }
    case "spots": {
      const { f1, id } = cells3(x * f + o, y * f, z * f);
      return (1 - smoothstep(0.2 + id * 0.12, 0.28 + id * 0.12, f1)) * smoothstep(-0.9, 0, up);
    }
    case "patches":
      return smoothstep(0.5, 0.53, fbm3(x * f + o, y * f, z * f * 1.2, 3));
    case "tiles": {
      const wobble = noise3(x * f * 2 + o, y * f * 2, z * f * 2) * 0.35;
      const { f1, f2, id } = cells3(x * f + o + wobble, y * f - wobble, z * f);
      return smoothstep(0.07, 0.15, f2 - f1) * (0.75 + 0.25 * id);
    }
    case "brindle":
      return 0.75 * smoothstep(0.45, 0.68, fbm3(x * f * 0.8 + o, y * f * 2.4, z * f * 2.4, 3));
    case "saddle":
      return 0.9 * smoothstep(0.05, 0.4, up + (fbm3(x * 4 + o, y * 4, z * 4, 3) - 0.5) * 0.8 - 0.1);
    case "scales": {
      const { f1, id } = cells3(x * f * 3.2 + o, y * f * 3.2, z * f * 3.2);
      const bands = smoothstep(0.42, 0.6, fbm3(x * 3 + o, y * 3, z * 3, 2));
      return Math.min(1, smoothstep(0.35, 0.75, f1) * 0.55 + bands * id * 0.7);
    }
  }
}

/** Hair or feather grain along the bone: about -0.5 to 0.5. */
function grain(coat: Coat, bone: Bone, x: number, y: number, z: number): number {
  const dx = bone.b[0] - bone.a[0];
  const dy = bone.b[1] - bone.a[1];
  const dz = bone.b[2] - bone.a[2];
  const s = ((x * dx + y * dy + z * dz) / (dx * dx + dy * dy + dz * dz + 1e-9)) * 0.8;
  const px = (x - dx * s) * 46 + coat.offset;
  const py = (y - dy * s) * 46;
  const pz = (z - dz * s) * 46;
  return 0.6 * noise3(px, py, pz) + 0.4 * noise3(px * 2.2, py * 2.2, pz * 2.2) - 0.5;
}

/** Light on overlapping feathers: darker at the edge of each row, 0.55 to 1. */
function quills(coat: Coat, bone: Bone, t: number, x: number, y: number, z: number): number {
  const wobble = noise3(x * 14 + coat.offset, y * 14, z * 14) * 0.7;
  const row = (bone.u[0] + (bone.u[1] - bone.u[0]) * t) * 15 + y * 12 + wobble;
  const edge = row - Math.floor(row);
  return 1 - 0.45 * smoothstep(0.45, 0.95, edge);
}

/**
 * Colour of a point of an animal. Parts share one coat: nothing here depends on the label.
 *
 * @param bone the bone in the animal's own space
 * @param t position along it
 * @param up vertical component of the surface normal
 */
export function paintSurface(
  coat: Coat,
  bone: Bone,
  t: number,
  x: number,
  y: number,
  z: number,
  up: number,
  out: Finish,
): void {
  out.gloss = coat.gloss;
  const mottle = fbm3(x * 3.1 + coat.offset, y * 3.1, z * 3.1, 3) - 0.5;
  if (
    bone.skin === "eye" ||
    bone.skin === "nose" ||
    bone.skin === "hoof" ||
    bone.skin === "inner"
  ) {
    const c = { eye: coat.eye, nose: NOSE, hoof: HOOF, inner: INNER }[bone.skin];
    set(out, c);
    out.gloss = bone.skin === "eye" ? 1 : 0.45;
    return;
  }
  if (bone.skin === "horn" || bone.skin === "beak" || bone.skin === "scaly") {
    set(out, bone.skin === "horn" ? coat.horn : coat.beak);
    const rings = 0.85 + 0.3 * noise3(t * 9 + coat.offset, bone.u[0] * 40, x * 12) + mottle * 0.4;
    out.r *= rings;
    out.g *= rings;
    out.b *= rings;
    out.gloss = 0.25;
    return;
  }
  const inside = Math.min(1, Math.max(0, t));
  const back = smoothstep(-0.75, 0.35, up + mottle * 0.7);
  set(out, coat.belly);
  toward(out, coat.back, back);
  if (bone.skin === "mane") toward(out, coat.mane, 1);
  const u = bone.u[0] + (bone.u[1] - bone.u[0]) * t;
  toward(out, coat.mark, markStrength(coat, x, y, z, u, up));
  if (coat.pointed > 0) {
    const distal = bone.distal[0] + (bone.distal[1] - bone.distal[0]) * inside;
    toward(out, coat.points, coat.pointed * smoothstep(0.45, 0.85, distal + mottle * 0.5));
  }
  const hair = grain(coat, bone, x, y, z);
  let light = 1 + mottle * 0.45 + hair * coat.fur * (bone.skin === "mane" ? 1.5 : 0.95);
  if (bone.skin === "plume") light *= quills(coat, bone, t, x, y, z);
  out.r = out.r * light + 0.012;
  out.g = out.g * light + 0.012;
  out.b = out.b * light + 0.012;
}
