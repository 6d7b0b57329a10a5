import { LABEL } from "../classes.ts";
import type { Vector } from "../vector.ts";
import type { Body } from "./bone.ts";

/** Thickness and proportions of a leg, in units of the withers' height. */
export interface LegShape {
  /** Radii at the trunk, knee, above the foot, and of the foot. */
  radii: readonly [number, number, number, number];
  /** Height of the wrist or hock above the ground. */
  cannon: number;
  /** How much longer the bones are than the standing leg: 1 is a column, 1.15 a crouch. */
  slack: number;
  foot: "hoof" | "paw" | "pad";
}

/** Position of a foot: forward of its joint, above the ground, and how far the cannon is folded. */
export interface FootPose {
  forward: number;
  lift: number;
  /** Angle of the lower leg from the vertical in radians, positive with its top behind the foot. */
  lean: number;
}

/**
 * Joint between two bones of lengths `l1` (at `root`) and `l2` (at `tip`), in the sagittal plane
 * (law of cosines). `bend` is +1 for a joint that points forward, -1 for backward.
 */
function middleJoint(root: Vector, tip: Vector, l1: number, l2: number, bend: number): Vector {
  const dx = tip[0] - root[0];
  const dy = tip[1] - root[1];
  const span = Math.sqrt(dx * dx + dy * dy);
  const d = Math.min(l1 + l2 - 1e-4, Math.max(Math.abs(l1 - l2) + 1e-4, span));
  const toward = (l1 * l1 - l2 * l2 + d * d) / (2 * d);
  const aside = Math.sqrt(Math.max(0, l1 * l1 - toward * toward));
  const nx = -dy / span;
  const ny = dx / span;
  return [
    root[0] + (dx / span) * toward + bend * nx * aside,
    Math.max(0.06, root[1] + (dy / span) * toward + bend * ny * aside),
    (root[2] + tip[2]) / 2,
  ];
}

/**
 * Draws one leg from `root` (shoulder or hip joint).
 *
 * @param rest height of `root` when the animal stands, which sets the lengths of the bones
 */
export function drawLeg(
  body: Body,
  root: Vector,
  rest: number,
  shape: LegShape,
  pose: FootPose,
  kind: "front" | "hind",
): void {
  const [trunk, knee, lower, foot] = shape.radii;
  const sole = shape.foot === "paw" ? foot * 0.75 : foot * 0.9;
  const ankle: Vector = [root[0] + pose.forward, sole + pose.lift, root[2]];
  const lean = pose.lean + (kind === "hind" ? 0.18 : -0.06);
  const wrist: Vector = [
    ankle[0] - Math.sin(lean) * shape.cannon,
    Math.max(lower, ankle[1] + Math.cos(lean) * shape.cannon),
    root[2],
  ];
  const reach = Math.max(0.1, rest - shape.cannon - sole) * shape.slack;
  const bend = kind === "hind" ? 1 : -1;
  const joint = middleJoint(root, wrist, reach * 0.5, reach * 0.5, bend);
  const melt = trunk * 0.9;
  const thigh = kind === "hind" ? trunk * 1.22 : trunk;
  const axis: Vector = [0, 0, 1];
  body.bone(LABEL.legs, root, joint, thigh, knee * 1.08, {
    blend: melt,
    flat: kind === "hind" ? { axis, factor: 1.35 } : null,
    u: [0, 0.35],
    distal: [0, 0.35],
  });
  body.bone(LABEL.legs, joint, wrist, knee, lower * 1.12, {
    blend: knee * 0.3,
    u: [0.35, 0.65],
    distal: [0.35, 0.65],
  });
  body.bone(LABEL.legs, wrist, ankle, lower * 1.1, lower * 0.95, {
    blend: lower * 0.3,
    u: [0.65, 0.9],
    distal: [0.65, 0.95],
  });
  drawFoot(body, ankle, lower, foot, shape.foot, lean);
}

function drawFoot(
  body: Body,
  ankle: Vector,
  lower: number,
  radius: number,
  foot: LegShape["foot"],
  lean: number,
): void {
  const [x, y, z] = ankle;
  const fold = Math.max(0, lean - 0.4);
  if (foot === "paw") {
    const toe: Vector = [x + radius * 1.1, y - radius * (0.1 + fold), z];
    body.bone(LABEL.legs, [x - radius * 0.2, y, z], toe, radius * 0.95, radius * 0.78, {
      blend: lower * 0.5,
      distal: [0.95, 1],
      u: [0.9, 1],
    });
    return;
  }
  if (foot === "pad") {
    body.bone(LABEL.legs, [x, y, z], [x + radius * 0.15, y - radius * 0.05, z], radius, radius, {
      blend: lower * 0.4,
      distal: [0.95, 1],
      u: [0.9, 1],
    });
    return;
  }
  const toe: Vector = [x + radius * 0.55, y - radius * (0.12 + fold), z];
  body.bone(LABEL.legs, ankle, toe, lower * 0.98, radius * 0.92, {
    blend: lower * 0.3,
    skin: "hoof",
    distal: [1, 1],
    u: [0.95, 1],
  });
}
