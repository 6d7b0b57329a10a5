import { LABEL } from "../classes.ts";
import type { Random } from "../random.ts";
import { along, type Vector } from "../vector.ts";
import { Body } from "./bone.ts";
import { drawHead, type HeadShape, headFrame } from "./head.ts";
import { drawLeg, type FootPose, type LegShape } from "./leg.ts";

type Posture = "stand" | "walk" | "trot" | "graze" | "sit" | "lie";

interface TailShape {
  length: number;
  /** Radii at the root, in the middle and at the tip. */
  radii: readonly [number, number, number];
  /** Range of the angle at the root, radians above the horizontal. */
  lift: readonly [number, number];
  /** Range of the bend over the whole tail, radians. */
  curl: readonly [number, number];
  tuft: number;
}

/** Proportions of a four-legged animal in units of the withers' height. */
export interface QuadrupedShape {
  /** From shoulder joint to hip joint. */
  body: number;
  /** Radii of chest, waist and rump. */
  trunk: readonly [number, number, number];
  /** Height of the top of the rump. */
  rump: number;
  /** How much narrower than deep the trunk is. */
  narrow: number;
  neck: number;
  /** Range of the neck's angle above the horizontal in radians. */
  neckLift: readonly [number, number];
  neckRadii: readonly [number, number];
  head: HeadShape;
  /** Usual angle of the face below the horizontal in radians. */
  facePitch: number;
  legs: LegShape;
  hindLegs?: Partial<LegShape>;
  tail: TailShape;
  mane: "none" | "crest" | "ruff";
  hump: number;
  postures: readonly Posture[];
}

interface Stance {
  shoulder: Vector;
  hip: Vector;
  feet: readonly [FootPose, FootPose, FootPose, FootPose];
}

/** Swing of a foot at `phase` of its cycle: on the ground going back, then lifted and forward. */
function step(phase: number, stride: number, height: number): FootPose {
  const t = phase - Math.floor(phase);
  if (t < 0.6)
    return { forward: stride * (1 - t / 0.3) * 0.5, lift: 0, lean: (t / 0.3 - 1) * -0.12 };
  const s = (t - 0.6) / 0.4;
  const lift = Math.sin(Math.PI * s);
  return { forward: stride * (s - 0.5), lift: lift * height, lean: -lift * 0.75 };
}

/** Front left, front right, hind left, hind right: offsets in the cycle. */
const GAIT = { walk: [0.25, 0.75, 0, 0.5], trot: [0, 0.5, 0.5, 0] } as const;

function takeStance(shape: QuadrupedShape, posture: Posture, random: Random): Stance {
  const [chest, , hips] = shape.trunk;
  const shoulderHeight = 1 - chest;
  const hipHeight = shape.rump - hips;
  const half = shape.body / 2;
  const shoulder: Vector = [half, shoulderHeight, 0];
  const hip: Vector = [-half, hipHeight, 0];
  const still = (): FootPose => ({ forward: random.range(-0.07, 0.07), lift: 0, lean: 0 });
  if (posture === "walk" || posture === "trot") {
    const phase = random.next();
    const stride = posture === "walk" ? random.range(0.28, 0.42) : random.range(0.45, 0.62);
    const height = posture === "walk" ? 0.09 : 0.2;
    const [a, b, c, d] = GAIT[posture].map((o) => step(phase + o, stride, height));
    return { shoulder, hip, feet: [a!, b!, c!, d!] };
  }
  if (posture === "sit") {
    const down: Vector = [-half * 0.75, hips * 0.95, 0];
    const rise = shoulderHeight * 1.02 - down[1];
    const run = Math.sqrt(Math.max(0.02, shape.body ** 2 - rise ** 2)) * 0.8;
    const hind = { forward: shape.body * 0.42, lift: 0, lean: 1.25 };
    return {
      shoulder: [down[0] + run, shoulderHeight * 1.02, 0],
      hip: down,
      feet: [{ ...still(), forward: 0.03 }, { ...still(), forward: 0.06 }, hind, hind],
    };
  }
  if (posture === "lie") {
    const front = { forward: random.range(0.18, 0.3), lift: 0, lean: 1.35 };
    const hind = { forward: random.range(0.2, 0.34), lift: 0, lean: 1.3 };
    return {
      shoulder: [half, chest * 1.04, 0],
      hip: [-half, hips * 1.0, 0],
      feet: [front, { ...front, forward: front.forward * 0.7 }, hind, hind],
    };
  }
  return { shoulder, hip, feet: [still(), still(), still(), still()] };
}

/** Builds the posed body; it stands on y = 0 and faces +x. */
export function drawQuadruped(
  shape: QuadrupedShape,
  posture: Posture,
  horned: boolean,
  random: Random,
): Body {
  const body = new Body();
  const stance = takeStance(shape, posture, random);
  drawTrunk(body, shape, stance);
  drawLegs(body, shape, stance);
  drawNeckAndHead(body, shape, stance, posture, horned, random);
  drawTail(body, shape.tail, stance.hip, shape.trunk[2], posture, random);
  return body;
}

function drawTrunk(body: Body, shape: QuadrupedShape, { shoulder, hip }: Stance): void {
  const [chest, waist, hips] = shape.trunk;
  const flat = { axis: [0, 0, 1] as Vector, factor: shape.narrow };
  const on = (t: number, lift: number): Vector => [
    hip[0] + (shoulder[0] - hip[0]) * t,
    hip[1] + (shoulder[1] - hip[1]) * t + lift,
    0,
  ];
  const top = hips - waist;
  const o = { flat, blend: waist * 0.7 };
  body.bone(LABEL.torso, on(1.03, -chest * 0.05), on(0.68, 0), chest * 0.9, chest, {
    ...o,
    u: [1.0, 0.7],
  });
  body.bone(LABEL.torso, on(0.68, 0), on(0.28, top * 0.5), chest, waist, { ...o, u: [0.7, 0.3] });
  body.bone(LABEL.torso, on(0.28, top * 0.5), on(0, 0), waist, hips, { ...o, u: [0.3, 0] });
  if (shape.hump > 0) {
    body.bone(
      LABEL.torso,
      on(0.95, chest * 0.5),
      on(0.7, chest * 0.45),
      chest * shape.hump,
      chest * shape.hump,
      o,
    );
  }
}

function drawLegs(body: Body, shape: QuadrupedShape, { shoulder, hip, feet }: Stance): void {
  const [chest, , hips] = shape.trunk;
  const hind: LegShape = { ...shape.legs, ...shape.hindLegs };
  const width = (chest / shape.narrow) * 0.62;
  const hindWidth = (hips / shape.narrow) * 0.62;
  const rest = 1 - chest * 1.2;
  const hindRest = shape.rump - hips * 1.15;
  for (const [i, s] of [1, -1].entries()) {
    const front: Vector = [shoulder[0] - 0.01, shoulder[1] - chest * 0.2, s * width];
    drawLeg(body, front, rest, shape.legs, feet[i]!, "front");
    const back: Vector = [hip[0] + hips * 0.1, hip[1] - hips * 0.15, s * hindWidth];
    drawLeg(body, back, hindRest, hind, feet[i + 2]!, "hind");
  }
}

function drawNeckAndHead(
  body: Body,
  shape: QuadrupedShape,
  { shoulder }: Stance,
  posture: Posture,
  horned: boolean,
  random: Random,
): void {
  const [chest] = shape.trunk;
  const [r0, r1] = shape.neckRadii;
  const grazing = posture === "graze";
  const lift = grazing ? random.range(-0.95, -0.7) : random.range(...shape.neckLift);
  const turn = random.normal() * 0.3;
  const base: Vector = [shoulder[0] + chest * 0.25, shoulder[1] + chest * 0.25, 0];
  const ray = (angle: number, side: number): Vector => [
    Math.cos(angle) * Math.cos(side),
    Math.sin(angle),
    Math.cos(angle) * Math.sin(side),
  ];
  const bend = grazing ? 0.2 : -0.12;
  const middle = along(base, ray(lift - bend, turn * 0.3), shape.neck * 0.5);
  const end = along(middle, ray(lift + bend, turn * 0.7), shape.neck * 0.5);
  body.chain(LABEL.torso, [base, middle, end], [r0, (r0 + r1) * 0.48, r1], {
    blend: r0 * 0.7,
    u: [1, 1 + shape.neck],
    distal: [0, 0.1],
    flat: { axis: [0, 0, 1], factor: 1.2 },
  });
  const pitch = grazing ? random.range(0.95, 1.25) : shape.facePitch + random.range(-0.22, 0.2);
  const frame = headFrame(along(end, ray(lift, turn), shape.head.cranium * 0.35), pitch, turn);
  drawHead(body, frame, shape.head, {
    earTilt: random.range(-0.25, 0.25),
    curl: random.range(-0.12, 0.5),
    horned,
  });
  if (shape.mane === "ruff") {
    const ruff = along(end, frame.forward, -shape.head.cranium * 0.55);
    const low = along(ruff, [0.15, -1, 0], r0 * 0.85);
    body.bone(LABEL.torso, ruff, low, shape.head.cranium * 1.62, r0 * 1.05, {
      skin: "mane",
      blend: 0.05,
    });
  } else if (shape.mane === "crest") {
    const up = ray(lift + Math.PI / 2, 0);
    const flat = { axis: [0, 0, 1] as Vector, factor: 2.6 };
    const o = { skin: "mane", blend: 0.02, flat, u: [1, 1 + shape.neck], distal: [0, 0] } as const;
    const points = [
      along(base, up, r0 * 0.85),
      along(middle, up, r0 * 0.72),
      along(end, up, r1 * 1.15),
    ];
    body.chain(LABEL.torso, points, [r0 * 0.3, r0 * 0.4, r1 * 0.55], o);
  }
}

/** A tail of eight joints with a steady bend. */
function drawTail(
  body: Body,
  shape: TailShape,
  hip: Vector,
  hips: number,
  posture: Posture,
  random: Random,
): void {
  const low = posture === "sit" || posture === "lie";
  let angle = Math.PI - (low ? -0.35 : random.range(...shape.lift));
  const curl = low ? -0.15 : random.range(...shape.curl);
  const sway = random.range(-0.5, 0.5);
  const joints = 8;
  const points: Vector[] = [[hip[0] - hips * 0.82, hip[1] + hips * (low ? -0.1 : 0.45), 0]];
  const radii: number[] = [shape.radii[0]];
  for (let i = 1; i <= joints; i++) {
    const t = i / joints;
    const last = points[i - 1]!;
    const stepLength = shape.length / joints;
    points.push([
      last[0] + Math.cos(angle) * stepLength,
      Math.max(shape.radii[1] * 1.02, last[1] + Math.sin(angle) * stepLength),
      last[2] + sway * stepLength,
    ]);
    const [a, b, c] = shape.radii;
    radii.push(t < 0.6 ? a + (b - a) * (t / 0.6) : b + (c - b) * ((t - 0.6) / 0.4));
    angle -= curl / joints;
  }
  body.chain(LABEL.tail, points, radii, { blend: shape.radii[0] * 0.5, u: [0, shape.length] });
  if (shape.tuft > 0) {
    const end = points[joints]!;
    const before = points[joints - 1]!;
    const tip: Vector = [end[0] * 2 - before[0], end[1] * 2 - before[1] - 0.02, end[2]];
    body.bone(LABEL.tail, end, tip, shape.tuft, shape.tuft * 0.4, { skin: "mane", distal: [1, 1] });
  }
}
