import { blend, type Color, dim, hex } from "../color.ts";
import { fbm2, noise2, smoothstep } from "../noise.ts";
import { type Camera, horizon, pixelRay } from "../render/camera.ts";
import { type Canvas, FAR } from "../render/canvas.ts";
import type { Shade } from "../render/shadow-map.ts";
import type { Environment } from "./environment.ts";
import { paintGround } from "./ground.ts";

const GOLDEN_CLOUD = hex("#fff0dc");
const CLOUD = hex("#eef1f3");
const DEEP_WATER = hex("#24404a");

/** What falls on the ground: shadows of the sun, and the dimness under bodies. */
export interface GroundShade {
  sun: Shade;
  above: Shade;
}

function skyColor(env: Environment, x: number, rise: number): Color {
  const t = smoothstep(0, 0.7, rise);
  const base = blend(env.skyLow, env.skyTop, t);
  if (env.clouds < 0.05) return base;
  const k = 1 / (rise + 0.12);
  const puff = fbm2(x * k * 1.1 + env.offset, k * 2.2 + env.offset, 5);
  const white = env.weather === "golden" ? blend(env.skyLow, GOLDEN_CLOUD, 0.5) : CLOUD;
  return blend(base, white, smoothstep(0.5, 0.72, puff) * env.clouds);
}

/** Height of a ridge above the horizon, as a share of the image's height. */
function ridgeHeight(env: Environment, layer: number, x: number): number {
  const o = env.offset + layer * 31;
  const base = fbm2(x * (2 + layer) + o, o, 3) * (0.16 - layer * 0.025);
  const teeth = noise2(x * 38 + o, 3) * 0.6 + noise2(x * 90 + o, 9) * 0.4;
  return 0.015 + base + teeth * 0.035 * env.place.jagged;
}

function paintOpenAir(canvas: Canvas, camera: Camera, env: Environment): void {
  const { width, height, rgb, depth } = canvas;
  const line = horizon(camera);
  const layers = env.place.ridges.map((code) => hex(code));
  const lightness = (env.light.sun[1] + env.light.sky[1]) * 0.55;
  for (let x = 0; x < width; x++) {
    const across = (x - camera.centerX) / height;
    const crest = layers.map((_, i) => line - ridgeHeight(env, i, across) * height);
    for (let y = 0; y < Math.min(height, line + 1); y++) {
      const o = (y * width + x) * 3;
      let color = skyColor(env, across, (line - y) / height);
      for (const [i, top] of crest.entries()) {
        if (y < top) continue;
        const far = 1 - (i + 0.6) / layers.length;
        const grainy = 0.65 + 0.7 * fbm2(x * 0.11 + i * 9, y * 0.13, 3);
        const own = dim(layers[i]!, lightness * (1 + (grainy - 1) * (1 - far * 0.7)));
        color = blend(own, env.skyLow, Math.min(0.9, far * 0.55 + env.haze * 9));
        depth[y * width + x] = FAR - 4 - i * 6;
      }
      for (let k = 0; k < 3; k++) rgb[o + k] = color[k]!;
    }
  }
}

/** Wall, skirting board and a window's light for rooms; `wall` is its distance in metres. */
function paintWall(canvas: Canvas, camera: Camera, env: Environment, wall: number): void {
  const { width, height, rgb, depth } = canvas;
  const o = env.offset;
  const pick = env.place.ridges[Math.floor(o * 7) % env.place.ridges.length]!;
  const main = hex(pick);
  const board = blend(main, hex("#f4f1ea"), 0.7);
  const stripes = o % 1 < 0.35;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy, dz] = pixelRay(camera, x + 0.5, y + 0.5);
      const t = wall / dz;
      const wy = camera.height + dy * t;
      if (wy < 0) continue;
      const wx = dx * t;
      const pane = smoothstep(0.5, -0.5, Math.abs(wx - Math.sin(o) * 1.6 + wy * 0.4) - 0.7);
      const glow = 0.72 + 0.25 * pane * smoothstep(0.3, 1, wy) + 0.12 * fbm2(wx * 0.8 + o, wy, 2);
      const edge = smoothstep(0.15, 0.17, wy);
      const lines = stripes ? 1 - 0.12 * smoothstep(-0.2, 0.2, Math.sin(wx * 14)) : 1;
      const plaster = lines * (0.97 + 0.06 * noise2(wx * 40, wy * 40));
      const corner = 0.75 + 0.25 * smoothstep(0, 0.5, wy);
      const i = y * width + x;
      const color = blend(board, dim(main, plaster), edge);
      for (let k = 0; k < 3; k++)
        rgb[i * 3 + k] = color[k]! * glow * corner * (env.light.sky[k]! + 0.35);
      depth[i] = t;
    }
  }
}

function paintFloor(
  canvas: Canvas,
  camera: Camera,
  env: Environment,
  shade: GroundShade,
  shoreline: number,
) {
  const { width, height, rgb, depth } = canvas;
  const { sun, sky, toSun } = env.light;
  const color = [0, 0, 0];
  const first = Math.max(0, Math.floor(horizon(camera)));
  for (let y = first; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy, dz] = pixelRay(camera, x + 0.5, y + 0.5);
      if (dy >= -1e-4) continue;
      const t = -camera.height / dy;
      const i = y * width + x;
      const far = Math.min(t, FAR - 0.5);
      if (far >= depth[i]!) continue;
      const wx = dx * t;
      const wz = dz * t;
      const footprint = (t / camera.focal) * Math.sqrt(t / camera.height);
      depth[i] = far;
      const edge = shoreline + (noise2(wx * 0.8 + env.offset, 1) - 0.5) * 1.2;
      if (wz > edge) {
        paintWater(env, wx, wz, t, footprint, wz - edge, color);
      } else {
        paintGround(env, wx, wz, footprint, color);
        const lit = toSun[1] * shade.sun(wx, 0, wz, 0.02) * dapple(env, wx, wz);
        const open = 0.35 + 0.65 * shade.above(wx, 0, wz, 0.02);
        const wet = Number.isFinite(shoreline) ? 0.6 + 0.4 * smoothstep(0, 0.7, edge - wz) : 1;
        for (let k = 0; k < 3; k++) color[k]! *= (sun[k]! * lit + sky[k]! * open) * wet;
      }
      for (let k = 0; k < 3; k++) rgb[i * 3 + k] = color[k]!;
    }
  }
}

/** Patches of light and shade under trees that stand outside the picture. */
function dapple(env: Environment, x: number, z: number): number {
  if (env.place.trunks[1] < 6) return 1;
  return 0.3 + 0.7 * smoothstep(0.42, 0.6, fbm2(x * 1.3 + env.offset, z * 1.3, 3));
}

function paintWater(
  env: Environment,
  x: number,
  z: number,
  t: number,
  footprint: number,
  out: number,
  color: number[],
): void {
  const fade = Math.max(0.15, 1 - footprint * 3);
  const wave = (noise2(x * 2 + env.offset, z * 5) + noise2(x * 5, z * 11) * 0.6 - 0.8) * fade;
  const mirror = skyColor(env, x / (t + 1), Math.max(0.02, 0.25 + wave * 0.5 - t * 0.008));
  const foam = (1 - smoothstep(0.02, 0.16, out + wave * 0.12)) * 0.7;
  const body = blend(dim(DEEP_WATER, env.light.sky[1] + 0.2), mirror, 0.55 + wave * 0.35);
  const white = dim([0.9, 0.93, 0.95], env.light.sun[1] * 0.4 + env.light.sky[1] * 0.5);
  for (let k = 0; k < 3; k++) color[k] = body[k]! + (white[k]! - body[k]!) * foam;
}

/** Paints everything behind the solids: sky and ridges or a wall, then the ground. */
export function paintBackdrop(
  canvas: Canvas,
  camera: Camera,
  env: Environment,
  shade: GroundShade,
  beyond: number,
): void {
  if (env.place.indoors) paintWall(canvas, camera, env, beyond);
  else paintOpenAir(canvas, camera, env);
  paintFloor(canvas, camera, env, shade, env.place.water ? beyond : Number.POSITIVE_INFINITY);
}
