import type { Random } from "../random.ts";
import type { Solid } from "../render/solid.ts";
import { type Cast, spanAt } from "../scene.ts";
import type { Vector } from "../vector.ts";
import type { GroundShade } from "./backdrop.ts";
import type { Environment } from "./environment.ts";
import { type Blur, growBush, growGrass, type Plant } from "./foliage.ts";
import { drawBough, drawFence, drawRock, drawToy, drawTrunk } from "./props.ts";

export interface Furniture {
  /** Solids well behind the animals, and those around and before them. */
  far: Solid[];
  near: Solid[];
  /** Distance of the back wall or of the water's edge in metres. */
  beyond: number;
  /** Radius of the background's blur as a share of the image's size. */
  blur: number;
  plants(shade: GroundShade, where: "far" | "near"): Plant[];
}

interface Bush {
  center: Vector;
  radius: number;
  leaves: number;
}

/** Chooses what stands around the animals; some of it hides a part of them. */
export function furnish(
  cast: Cast,
  env: Environment,
  width: number,
  height: number,
  random: Random,
): Furniture {
  const { focus, camera } = cast;
  const { place } = env;
  const rear =
    Math.max(...cast.actors.map((a) => a.placement.position[2] + a.placement.size)) + 0.4;
  const front = Math.min(
    ...cast.actors.map((a) => a.placement.position[2] - a.placement.size * 0.9),
  );
  const far: Solid[] = [];
  const near: Solid[] = [];
  const bushes: Bush[] = [];
  const acrossAt = (z: number) => random.range(-1, 1) * spanAt(camera, width, z);
  const count = ([low, high]: readonly [number, number]) => random.integer(low, high);

  for (let i = count(place.trunks); i > 0; i--) {
    const z = rear + random.range(0.5, 14);
    far.push(drawTrunk(env, [acrossAt(z), 0, z], random.range(0.1, 0.28), 7, random));
  }
  for (let i = count(place.rocks); i > 0; i--) {
    const z = rear + random.range(0.3, 6);
    far.push(drawRock(env, [acrossAt(z), 0, z], random.range(0.15, 0.6), random));
  }
  for (let i = count(place.bushes); i > 0; i--) {
    const z = rear + random.range(0.4, 6);
    const radius = random.range(0.3, 0.8);
    bushes.push({ center: [acrossAt(z), radius * 0.5, z], radius, leaves: 420 });
  }
  for (let i = count(place.crowns); i > 0; i--) {
    const z = rear + random.range(8, 22);
    const x = acrossAt(z);
    const tall = random.range(1.6, 3.2);
    far.push(drawTrunk(env, [x, 0, z], 0.13, tall + 0.3, random));
    bushes.push({ center: [x, tall, z], radius: random.range(1, 1.8), leaves: 700 });
  }
  if (random.chance(place.fence))
    far.push(drawFence(rear + random.range(0.3, 3), spanAt(camera, width, rear + 4), random));
  if (place.indoors && random.chance(0.6)) {
    const z = rear + random.range(0.1, 0.5);
    near.push(drawToy([acrossAt(z), 0, z], random));
  }
  hideSomething(cast, env, front, width, near, bushes, random);

  const tall =
    random.range(...place.bladeHeight) * Math.min(1.6, 0.45 + 0.6 * cast.actors[0]!.placement.size);
  const blades = random.range(...place.blades) * ((width * height) / 122_500);
  const softness = random.range(0.3, 1);
  const blur: Blur = (z) => {
    const off = z < focus ? (focus - z) / z : 0;
    return Math.min(0.02, off * 0.012 * softness) * Math.max(width, height);
  };
  const farEdge = rear + 0.3;
  return {
    far,
    near,
    beyond: rear + (place.indoors ? random.range(0.5, 1.4) : random.range(0.6, 3)),
    blur: random.range(0, 1) ** 1.5 * 0.016,
    plants(shade, where) {
      const behind = where === "far";
      const grow = (b: Bush) => growBush(env, camera, b.center, b.radius, b.leaves, blur, random);
      const chosen = bushes.filter((b) => b.center[2] > farEdge === behind);
      const [from, to] = behind ? [farEdge, farEdge + 14] : [Math.max(0.5, focus * 0.42), farEdge];
      const limit = place.water ? Math.min(to, farEdge) : to;
      const grass = growGrass(
        env,
        camera,
        width,
        height,
        blades,
        from,
        limit,
        tall,
        shade,
        blur,
        random,
      );
      return [...chosen.map(grow), ...grass].sort((a, b) => b.depth - a.depth);
    },
  };
}

/** Puts something before the animals in about a third of the scenes. */
function hideSomething(
  cast: Cast,
  env: Environment,
  front: number,
  width: number,
  near: Solid[],
  bushes: Bush[],
  random: Random,
): void {
  const { camera, actors } = cast;
  const z = Math.max(0.9, front - random.range(0.05, 0.4));
  const span = spanAt(camera, width, z) - 0.3;
  const x = random.range(-0.9, 0.9) * span;
  const size = actors[0]!.placement.size;
  const kind = random.next();
  if (env.place.indoors) {
    if (kind < 0.25) near.push(drawToy([x, 0, z], random));
    return;
  }
  if (kind < 0.1) near.push(drawRock(env, [x, 0, z], size * random.range(0.2, 0.4), random));
  else if (kind < 0.2)
    bushes.push({
      center: [x, size * 0.12, z],
      radius: size * random.range(0.25, 0.45),
      leaves: 520,
    });
  else if (kind < 0.27 && env.place.trunks[1] > 0)
    near.push(drawTrunk(env, [x, 0, z], size * random.range(0.06, 0.14), 7, random));
  else if (kind < 0.34) near.push(drawFence(z, span + 1, random));
  else if (kind < 0.42) {
    const side = random.chance(0.5) ? 1 : -1;
    const y = size * random.range(0.4, 1.3);
    const from: Vector = [side * span * 1.15, y + random.range(-0.1, 0.3), z];
    near.push(drawBough(from, [side * span * random.range(-0.2, 0.5), y, z], size * 0.035, random));
  }
}
