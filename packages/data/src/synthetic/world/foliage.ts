import { blend, type Color, hex } from "../color.ts";
import type { Random } from "../random.ts";
import { type Camera, pixelRay, project } from "../render/camera.ts";
import { type Canvas, drawBlade, drawLeaf } from "../render/canvas.ts";
import type { Vector } from "../vector.ts";
import type { GroundShade } from "./backdrop.ts";
import type { Environment } from "./environment.ts";
import { paintGround } from "./ground.ts";

const FROST = hex("#e4eaf0");

/** How blurred things at a depth are, in pixels. */
export type Blur = (depth: number) => number;

/** One growing thing that can be drawn when its turn in depth comes. */
export interface Plant {
  depth: number;
  draw(canvas: Canvas): void;
}

function lit(env: Environment, color: Color, sunlight: number, open: number): Color {
  const { sun, sky } = env.light;
  return [
    color[0] * (sun[0] * sunlight + sky[0] * open),
    color[1] * (sun[1] * sunlight + sky[1] * open),
    color[2] * (sun[2] * sunlight + sky[2] * open),
  ];
}

/** Leaves around `center`: a bush, or the crown of a tree when it hangs in the air. */
export function growBush(
  env: Environment,
  camera: Camera,
  center: Vector,
  radius: number,
  leaves: number,
  blur: Blur,
  random: Random,
): Plant {
  const [dark, bright] = env.place.leaf.map(hex) as [Color, Color];
  const frost = env.place.kind === "snow";
  return {
    depth: center[2],
    draw(canvas) {
      const leafSize = random.range(0.035, 0.065) * Math.max(1, radius);
      const lobes = Array.from({ length: 7 }, (_, i) => ({
        x: i === 0 ? 0 : random.range(-0.65, 0.65),
        y: i === 0 ? 0 : random.range(-0.32, 0.32),
        r: i === 0 ? 0.55 : random.range(0.28, 0.5),
      }));
      for (let i = 0; i < leaves; i++) {
        const lobe = lobes[i % lobes.length]!;
        const theta = random.range(0, 2 * Math.PI);
        const r = lobe.r * Math.sqrt(random.next());
        const x = radius * (lobe.x + Math.cos(theta) * r);
        const y = radius * (lobe.y + Math.sin(theta) * r);
        const p = project(camera, [
          center[0] + x,
          center[1] + y,
          center[2] - radius * 0.3 * random.next(),
        ]);
        if (p.depth < 0.3 || p.y > canvas.height + 20) continue;
        const size = (camera.focal / p.depth) * leafSize * random.range(0.6, 1.3);
        const height = y / radius;
        const late = i / leaves;
        const tone = blend(
          dark,
          bright,
          Math.min(1, Math.max(0, 0.25 + height * 0.35 + late * 0.35 + random.range(-0.25, 0.25))),
        );
        const own = frost && height > 0.2 && random.chance(0.5) ? FROST : tone;
        drawLeaf(canvas, {
          x: p.x,
          y: p.y,
          long: Math.max(0.7, size),
          wide: Math.max(0.5, size * 0.5),
          angle: random.range(0, Math.PI),
          color: lit(env, own, (0.15 + 0.6 * late) * (0.55 + 0.45 * height), 0.35 + 0.45 * late),
          depth: p.depth,
          feather: 1 + blur(p.depth),
        });
      }
    },
  };
}

/** Grass over the visible ground between two depths, farthest first. */
export function growGrass(
  env: Environment,
  camera: Camera,
  width: number,
  height: number,
  blades: number,
  nearest: number,
  farthest: number,
  tall: number,
  shade: GroundShade,
  blur: Blur,
  random: Random,
): Plant[] {
  const bright = hex(env.place.leaf[1]);
  const dark = hex(env.place.leaf[0]);
  const petals = env.place.flowers.map(hex);
  const earth: number[] = [0, 0, 0];
  const wind = random.range(-0.5, 0.5);
  const plants: Plant[] = [];
  for (let i = 0; i < blades; i++) {
    const px = random.range(-10, width + 10);
    const py = random.range(0, height * 1.25);
    const kind = random.next();
    const [dx, dy, dz] = pixelRay(camera, px, py);
    if (dy > -1e-3) continue;
    const t = -camera.height / dy;
    const z = dz * t;
    if (t < nearest || t > farthest) continue;
    const x = dx * t;
    paintGround(env, x, z, 0.3, earth);
    const tone = blend(
      blend(dark, bright, random.next()),
      earth as unknown as Color,
      random.range(0.2, 0.65),
    );
    const sun = shade.sun(x, 0.05, z, 0.02);
    const long = tall * random.range(0.45, 1.15) * (kind > 0.93 ? 1.6 : 1);
    const k = camera.focal / t;
    if (long * k > height * 0.33) continue;
    const color = lit(env, tone, sun * 0.85, 0.75);
    const tip = lit(env, tone, 0.85, 0.8);
    const high = Math.min(1.9, (tip[1] + 0.01) / (color[1] + 0.01));
    const bend = (wind + random.range(-0.55, 0.55)) * long * k;
    const blade = {
      x: px,
      y: py + 1,
      height: Math.max(1.5, long * k),
      bend,
      width: Math.max(0.35, 0.006 * k * random.range(0.6, 1.4)),
      color,
      low: 0.45,
      high: high * 1.15,
      depth: t - 0.02,
      feather: 0.9 + blur(t),
    };
    const petal = petals.length > 0 && kind < 0.025 ? random.pick(petals) : null;
    plants.push({
      depth: t,
      draw(canvas) {
        drawBlade(canvas, blade);
        if (!petal) return;
        const size = Math.max(0.8, 0.013 * k);
        drawLeaf(canvas, {
          x: px + bend,
          y: py - blade.height,
          long: size,
          wide: size * 0.6,
          angle: 0,
          color: lit(env, petal, sun * 0.9, 0.8),
          depth: t - 0.02,
          feather: 1 + blur(t),
        });
      },
    });
  }
  return plants;
}
