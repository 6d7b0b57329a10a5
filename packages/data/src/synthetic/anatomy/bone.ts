import type { Label } from "../classes.ts";
import { add, scale, type Vector } from "../vector.ts";

/** What a surface is made of; `coat` takes the animal's fur or feathers. */
type Skin =
  | "coat"
  | "eye"
  | "nose"
  | "horn"
  | "hoof"
  | "beak"
  | "mane"
  | "plume"
  | "scaly"
  | "inner";

/**
 * One tapered capsule of a body: a sphere of radius `ra` at `a` swept to one of radius `rb` at `b`.
 * Lengths are in the animal's own units (height of the withers = 1) until the body is placed.
 */
export interface Bone {
  a: Vector;
  b: Vector;
  ra: number;
  rb: number;
  label: Label;
  skin: Skin;
  /** Radius over which the surface melts into its neighbours; 0 gives a crease. */
  blend: number;
  /** Unit direction along which the capsule is flattened, and by how much (2 = half as thick). */
  flat: { axis: Vector; factor: number } | null;
  /** Distance along the limb at `a` and `b`: stripes run across it. */
  u: readonly [number, number];
  /** How far out on the limb, 0 at the trunk and 1 at the tip: socks and tail tips go by it. */
  distal: readonly [number, number];
}

type BoneOptions = Partial<Pick<Bone, "skin" | "blend" | "flat" | "u" | "distal">>;

/** Collects the bones of one animal. */
export class Body {
  readonly bones: Bone[] = [];

  bone(
    label: Label,
    a: Vector,
    b: Vector,
    ra: number,
    rb: number,
    options: BoneOptions = {},
  ): void {
    this.bones.push({
      a,
      b,
      ra,
      rb,
      label,
      skin: options.skin ?? "coat",
      blend: options.blend ?? Math.min(ra, rb) * 0.5,
      flat: options.flat ?? null,
      u: options.u ?? [0, 0.3],
      distal: options.distal ?? [0, 0],
    });
  }

  ball(label: Label, center: Vector, radius: number, options: BoneOptions = {}): void {
    this.bone(label, center, add(center, [radius * 0.01, 0, 0]), radius, radius, options);
  }

  /** A limb through `points` with a radius at each of them. */
  chain(label: Label, points: readonly Vector[], radii: readonly number[], o: BoneOptions = {}) {
    const last = points.length - 1;
    const [u0, u1] = o.u ?? [0, 1];
    const [d0, d1] = o.distal ?? [0, 1];
    for (let i = 0; i < last; i++) {
      const s = i / last;
      const t = (i + 1) / last;
      this.bone(label, points[i]!, points[i + 1]!, radii[i]!, radii[i + 1]!, {
        ...o,
        u: [u0 + (u1 - u0) * s, u0 + (u1 - u0) * t],
        distal: [d0 + (d1 - d0) * s, d0 + (d1 - d0) * t],
      });
    }
  }
}

/** Where an animal stands in the world. */
export interface Placement {
  /** World position of the animal's origin on the ground, in metres. */
  position: Vector;
  /** Rotation about the vertical axis in radians: 0 faces right, pi faces left. */
  yaw: number;
  /** Metres per unit of the body. */
  size: number;
}

/** Turns a direction of the body into one of the world. */
export function rotateYaw([x, y, z]: Vector, yaw: number): Vector {
  const c = Math.cos(yaw);
  const s = Math.sin(yaw);
  return [c * x - s * z, y, s * x + c * z];
}

/** The same bones in world coordinates. */
export function placeBones(bones: readonly Bone[], { position, yaw, size }: Placement): Bone[] {
  const move = (p: Vector) => add(scale(rotateYaw(p, yaw), size), position);
  return bones.map((bone) => ({
    ...bone,
    a: move(bone.a),
    b: move(bone.b),
    ra: bone.ra * size,
    rb: bone.rb * size,
    blend: bone.blend * size,
    flat: bone.flat && { ...bone.flat, axis: rotateYaw(bone.flat.axis, yaw) },
  }));
}
