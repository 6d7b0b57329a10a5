import type { Animal } from "./anatomy/animal.ts";
import { type Bone, type Placement, placeBones, rotateYaw } from "./anatomy/bone.ts";
import { drawAnimal } from "./anatomy/species.ts";
import type { Random } from "./random.ts";
import { type Camera, pixelRay } from "./render/camera.ts";
import { paintSurface } from "./render/coat-surface.ts";
import type { Solid } from "./render/solid.ts";

/** An animal in its place, ready to be drawn. */
interface Actor {
  animal: Animal;
  placement: Placement;
  solid: Solid;
}

export interface Cast {
  actors: Actor[];
  camera: Camera;
  /** Distance of the first animal in metres. */
  focus: number;
}

interface Box {
  left: number;
  right: number;
  top: number;
  front: number;
}

function boxOf(bones: readonly Bone[]): Box {
  const box = { left: Infinity, right: -Infinity, top: 0, front: Infinity };
  for (const { a, b, ra, rb } of bones) {
    for (const [p, r] of [
      [a, ra],
      [b, rb],
    ] as const) {
      box.left = Math.min(box.left, p[0] - r);
      box.right = Math.max(box.right, p[0] + r);
      box.top = Math.max(box.top, p[1] + r);
      box.front = Math.min(box.front, p[2] - r);
    }
  }
  return box;
}

function actor(animal: Animal, placement: Placement): Actor {
  const { coat, body } = animal;
  const { size, yaw, position } = placement;
  return {
    animal,
    placement,
    solid: {
      bones: placeBones(body.bones, placement),
      shag: coat.shag * size,
      grain: 30 / size,
      fur: Math.min(1, coat.fur),
      paint(p, out) {
        const [x, y, z] = rotateYaw(
          [(p.x - position[0]) / size, (p.y - position[1]) / size, (p.z - position[2]) / size],
          -yaw,
        );
        paintSurface(coat, body.bones[p.bone]!, p.along, x, y, z, p.ny, out);
      },
    },
  };
}

function drawYaw(random: Random): number {
  const side = random.chance(0.5) ? 0 : Math.PI;
  const turn = random.chance(0.22) ? random.range(0.6, 1.15) : random.range(0, 0.6);
  return side + (random.chance(0.5) ? turn : -turn);
}

/** Chooses the animals, where they stand, and the camera that looks at them. */
export function castScene(random: Random, width: number, height: number): Cast {
  const first = drawAnimal(random);
  const yaw = drawYaw(random);
  const aloft = first.body.bones.every((bone) => bone.a[1] > 0.3);
  const lift = aloft ? random.range(0.2, 1.2) : 0;
  const still = boxOf(
    placeBones(first.body.bones, { position: [0, lift, 0], yaw, size: first.size }),
  );
  const bottom = aloft ? lift * 0.8 : 0;
  const wide = still.right - still.left;
  const tall = still.top - bottom;
  const close = random.chance(0.14);
  const share = close ? random.range(1.05, 1.28) : random.range(0.62, 0.98);
  const focal = Math.max(width, height) * random.range(1.5, 3);
  const distance =
    Math.max((wide * focal) / (share * width), (tall * focal) / (share * height)) + wide * 0.25;

  const free = Math.max(0, 1 - (wide * focal) / distance / width);
  const shift = close ? random.range(-0.25, 0.25) : random.range(-0.5, 0.5) * free;
  const centerX = (still.left + still.right) / 2;
  const position = [(shift * width * distance) / focal - centerX, lift, distance] as const;
  const eye = Math.max(0.25, tall * random.range(0.45, 1.15) + (aloft ? lift : 0));
  const middle = bottom + tall / 2;
  const room = Math.max(0, 1 - (tall * focal) / distance / height);
  const drop = close ? random.range(-0.12, 0.12) : random.range(-0.36, 0.2) * room;
  const pitch = Math.atan2(eye - middle, distance) + Math.atan((drop * height) / focal);
  const camera: Camera = {
    height: eye,
    cosine: Math.cos(pitch),
    sine: Math.sin(pitch),
    focal,
    centerX: width / 2,
    centerY: height / 2,
  };
  const actors = [actor(first, { position, yaw, size: first.size })];
  if (!close && random.chance(0.3))
    actors.push(joinSecond(first, actors[0]!, distance, focal, width, random));
  return { actors, camera, focus: distance };
}

/** A second animal beside, before or behind the first; of the same kind more often than not. */
function joinSecond(
  first: Animal,
  other: Actor,
  distance: number,
  focal: number,
  width: number,
  random: Random,
): Actor {
  let animal = drawAnimal(random);
  for (let i = 0; i < 40 && animal.species !== first.species; i++) animal = drawAnimal(random);
  const yaw = random.chance(0.6) ? other.placement.yaw + random.range(-0.3, 0.3) : drawYaw(random);
  const before = random.chance(0.35);
  const away = (first.size + animal.size) * random.range(0.35, 0.7);
  const z = before ? Math.max(distance * 0.72, distance - away) : distance + away * 1.6;
  const half = (width / 2 / focal) * z;
  const side = other.placement.position[0] > 0 ? -1 : 1;
  const x = before ? side * half * random.range(0.75, 1.1) : side * half * random.range(0.1, 0.75);
  const aloft = animal.body.bones.every((bone) => bone.a[1] > 0.3);
  const y = aloft ? random.range(0, 0.6) : 0;
  return actor(animal, { position: [x, y, z], yaw, size: animal.size * random.range(0.75, 1) });
}

/** World x of the image's left and right edges at depth `z` on the ground. */
export function spanAt(camera: Camera, width: number, z: number): number {
  return pixelRay(camera, width, camera.centerY)[0] * z + 0.3;
}
