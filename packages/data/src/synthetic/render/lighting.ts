import type { Color } from "../color.ts";
import type { Vector } from "../vector.ts";
import type { Finish } from "./coat-surface.ts";
import type { Shade } from "./shadow-map.ts";
import type { SurfacePoint } from "./tracer.ts";

/** The light of a scene, all in linear light. */
export interface Lighting {
  /** Unit direction toward the sun, moon or window. */
  toSun: Vector;
  sun: Color;
  sky: Color;
  /** Light thrown back by the ground. */
  bounce: Color;
}

/** Shades one surface point in place: `paint` holds its colour before and its light after. */
export function lightSurface(
  p: SurfacePoint,
  paint: Finish,
  light: Lighting,
  shade: Shade,
  fur: number,
): void {
  const { toSun, sun, sky, bounce } = light;
  const facing = p.nx * toSun[0] + p.ny * toSun[1] + p.nz * toSun[2];
  const wrap = 0.12 + 0.13 * fur;
  const diffuse = Math.max(0, (facing + wrap) / (1 + wrap));
  const bias = 0.05 + 0.05 * (1 - Math.max(0, facing));
  const reach =
    diffuse > 0 ? shade(p.x + p.nx * 0.03, p.y + p.ny * 0.03, p.z + p.nz * 0.03, bias) : 0;
  const direct = diffuse * reach;
  const open = 0.35 + 0.65 * p.open;
  const above = (0.5 + 0.5 * p.ny) * open;
  const below = (0.5 - 0.5 * p.ny) * open * 0.7;
  const grazing = 1 + p.nx * p.vx + p.ny * p.vy + p.nz * p.vz;
  const rim = fur * 0.5 * grazing ** 3 * open;

  const hx = toSun[0] - p.vx;
  const hy = toSun[1] - p.vy;
  const hz = toSun[2] - p.vz;
  const half = (p.nx * hx + p.ny * hy + p.nz * hz) / Math.sqrt(hx * hx + hy * hy + hz * hz + 1e-9);
  const sharp = paint.gloss > 0.8 ? 60 : 18;
  const shine = paint.gloss * reach * Math.max(0, half) ** sharp * (paint.gloss > 0.8 ? 1.6 : 0.35);

  paint.r =
    paint.r * (sun[0] * direct + sky[0] * (above + rim) + bounce[0] * below) + sun[0] * shine;
  paint.g =
    paint.g * (sun[1] * direct + sky[1] * (above + rim) + bounce[1] * below) + sun[1] * shine;
  paint.b =
    paint.b * (sun[2] * direct + sky[2] * (above + rim) + bounce[2] * below) + sun[2] * shine;
}
