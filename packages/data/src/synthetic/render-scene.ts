import { createRandom, type Random } from "./random.ts";
import { type Canvas, createCanvas, FAR, hazeAt } from "./render/canvas.ts";
import { blurBeyond, develop } from "./render/lens.ts";
import { createShadowMap } from "./render/shadow-map.ts";
import { drawSolid, nearestZ, type Solid } from "./render/solid.ts";
import { castScene } from "./scene.ts";
import { paintBackdrop } from "./world/backdrop.ts";
import { drawEnvironment, type Environment } from "./world/environment.ts";
import { furnish } from "./world/furnish.ts";

export interface SceneOptions {
  seed: number;
  index: number;
  /** Pixels; 350 by default. */
  width?: number;
  height?: number;
}

/** A picture with everything known about it; rasters are row by row from the top left. */
export interface AnimalScene {
  width: number;
  height: number;
  /** 8-bit sRGB, three values a pixel. */
  rgb: Uint8Array;
  /** Class ids of ANIMAL_CLASSES: the part seen at the middle of each pixel. */
  labels: Uint8Array;
  /** Planar depth in millimetres; 65535 is 65.535 m or farther. */
  depth: Uint16Array;
  /** Species of the animals, the main one first. */
  species: string[];
}

/** Hazes the backdrop; what is painted over it brings its own haze. */
function hazeBackdrop({ rgb, depth, air }: Canvas): void {
  if (air.density === 0) return;
  const [r, g, b] = air.color;
  for (let i = 0, o = 0; i < depth.length; i++, o += 3) {
    if (depth[i]! >= FAR - 0.01) continue;
    const t = hazeAt(air, depth[i]!);
    rgb[o]! += (r - rgb[o]!) * t;
    rgb[o + 1]! += (g - rgb[o + 1]!) * t;
    rgb[o + 2]! += (b - rgb[o + 2]!) * t;
  }
}

/** A light meter that goes half the way from the picture's mean brightness to `target`. */
function meter({ rgb }: Canvas, target: number): number {
  let sum = 0;
  for (let o = 1; o < rgb.length; o += 12) sum += Math.min(2, rgb[o]!);
  return Math.sqrt(target / Math.max(0.01, sum / (rgb.length / 12)));
}

function drawExposure(canvas: Canvas, env: Environment, random: Random) {
  const dark = env.weather === "night";
  return {
    exposure: env.exposure * meter(canvas, dark ? 0.13 : 0.27),
    warmth: random.range(0.94, 1.07),
    vignette: random.range(0, 0.35),
    noise: dark ? random.range(2, 5) : random.range(0.6, 3),
    saturation: random.range(0.72, 1.02),
    softness: random.chance(0.3) ? random.range(0.2, 0.8) : 0,
  };
}

/**
 * Draws scene `index` of the world `seed`: one or two animals, posed and lit in three dimensions,
 * in a place with things behind and before them.
 *
 * @throws RangeError for a size below 16 pixels or beyond 4096, or no integers
 */
export function renderAnimalScene({
  seed,
  index,
  width = 350,
  height = 350,
}: SceneOptions): AnimalScene {
  for (const size of [width, height]) {
    if (!Number.isInteger(size) || size < 16 || size > 4096) {
      throw new RangeError(`A scene is 16 to 4096 pixels wide and high, not ${width} x ${height}.`);
    }
  }
  const random = createRandom(seed, index);
  const cast = castScene(random, width, height);
  const env = drawEnvironment(cast.actors[0]!.animal.home, cast.focus, random);
  const props = furnish(cast, env, width, height, random);
  const animals = cast.actors.map((actor) => actor.solid);
  const casting = [...animals, ...props.near].flatMap((solid) => solid.bones);
  const shade = {
    sun: createShadowMap(
      casting,
      env.light.toSun,
      env.weather === "overcast" || env.weather === "fog" ? 0.2 : 0.03,
    ),
    above: createShadowMap(
      animals.flatMap((solid) => solid.bones),
      [0, 1, 0],
      0.22,
      96,
    ),
  };
  const canvas = createCanvas(width, height, { density: env.haze, color: env.skyLow });
  const blur = props.blur * Math.max(width, height);
  const draw = (solid: Solid, smooth: boolean) =>
    drawSolid(canvas, cast.camera, solid, env.light, shade.sun, smooth);

  paintBackdrop(canvas, cast.camera, env, shade, props.beyond);
  hazeBackdrop(canvas);
  for (const solid of byDepth(props.far)) draw(solid, blur < 1);
  for (const plant of props.plants(shade, "far")) plant.draw(canvas);
  blurBeyond(canvas, cast.focus + 1, cast.focus * 1.2, blur);
  for (const solid of byDepth([...animals, ...props.near])) draw(solid, true);
  for (const plant of props.plants(shade, "near")) plant.draw(canvas);

  return {
    width,
    height,
    rgb: develop(canvas, drawExposure(canvas, env, random), random),
    labels: canvas.labels,
    depth: toMillimetres(canvas.depth),
    species: cast.actors.map((actor) => actor.animal.species),
  };
}

function toMillimetres(depth: Float32Array): Uint16Array {
  const out = new Uint16Array(depth.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.min(65_535, Math.round(depth[i]! * 1000));
  return out;
}

function byDepth(solids: readonly Solid[]): Solid[] {
  return [...solids].sort((a, b) => nearestZ(b) - nearestZ(a));
}
