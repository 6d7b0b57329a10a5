import { LABEL } from "../classes.ts";
import { along, cross, normalize, scale, type Vector } from "../vector.ts";
import type { Body } from "./bone.ts";

/** Axes of a head: forward along the muzzle, up through the brow, and to the animal's left. */
export interface HeadFrame {
  origin: Vector;
  forward: Vector;
  up: Vector;
  side: Vector;
}

/**
 * @param pitch radians below the horizontal
 * @param turn radians to the side
 */
export function headFrame(origin: Vector, pitch: number, turn: number): HeadFrame {
  const forward: Vector = [
    Math.cos(pitch) * Math.cos(turn),
    -Math.sin(pitch),
    Math.cos(pitch) * Math.sin(turn),
  ];
  const side = normalize(cross(forward, [0, 1, 0]));
  return { origin, forward, up: cross(side, forward), side };
}

/** The point `f` forward, `u` up and `s` to the side of the frame's origin. */
export function at(frame: HeadFrame, f: number, u: number, s: number): Vector {
  return along(along(along(frame.origin, frame.forward, f), frame.up, u), frame.side, s);
}

/** The direction with these components, of length 1. */
function toward(frame: HeadFrame, f: number, u: number, s: number): Vector {
  const zero = { ...frame, origin: [0, 0, 0] as Vector };
  return normalize(at(zero, f, u, s));
}

interface EarShape {
  kind: "pointed" | "round" | "leaf" | "floppy" | "flap" | "long";
  length: number;
  width: number;
}

interface HornShape {
  kind: "cow" | "antlers" | "ossicones" | "goat";
  length: number;
}

/** Proportions of a head in units of the withers' height. */
export interface HeadShape {
  cranium: number;
  muzzle: number;
  /** Radii of the muzzle at the face and at the nose. */
  muzzleRadii: readonly [number, number];
  /** How far the muzzle sits below the middle of the cranium, in cranium radii. */
  drop: number;
  eye: number;
  nose: "button" | "snout" | "none";
  ears: EarShape;
  horns: HornShape | null;
  trunk: boolean;
}

/** How one animal holds its head and ears; `curl` bends a trunk. */
interface HeadPose {
  earTilt: number;
  curl: number;
  horned: boolean;
}

/** Draws skull, face, ears, horns and trunk. */
export function drawHead(body: Body, frame: HeadFrame, shape: HeadShape, pose: HeadPose): void {
  const r = shape.cranium;
  const [r0, r1] = shape.muzzleRadii;
  body.bone(LABEL.head, at(frame, -r * 0.25, 0, 0), at(frame, r * 0.35, r * 0.05, 0), r, r * 0.94, {
    blend: r * 0.6,
    distal: [0, 0.1],
  });
  const root = at(frame, r * 0.55, -r * shape.drop, 0);
  const tip = at(frame, r * 0.7 + shape.muzzle, -r * (shape.drop + 0.12), 0);
  body.bone(LABEL.head, root, tip, r0, r1, { blend: r * 0.55, distal: [0.3, 1] });
  const jaw = at(frame, r * 0.35, -r * (shape.drop + 0.35), 0);
  const chin = along(tip, frame.up, -r1 * 0.45);
  body.bone(LABEL.head, jaw, along(chin, frame.forward, -r1 * 0.5), r0 * 0.75, r1 * 0.68, {
    blend: r * 0.3,
    distal: [0.3, 0.9],
  });
  drawFace(body, frame, shape, tip);
  for (const s of [1, -1]) drawEar(body, frame, shape, s, pose.earTilt);
  if (shape.horns && pose.horned) drawHorns(body, frame, shape, shape.horns);
  if (shape.trunk) drawTrunk(body, frame, shape, pose.curl, pose.horned);
}

function drawFace(body: Body, frame: HeadFrame, shape: HeadShape, tip: Vector): void {
  const r = shape.cranium;
  const r1 = shape.muzzleRadii[1];
  for (const s of [1, -1]) {
    const eye = at(frame, r * 0.72, r * 0.3, s * r * 0.7);
    body.ball(LABEL.head, eye, shape.eye, { skin: "eye", blend: 0 });
    const brow = along(along(eye, frame.up, shape.eye * 0.9), frame.forward, -shape.eye * 0.2);
    body.ball(LABEL.head, brow, shape.eye * 0.9, { blend: shape.eye });
  }
  if (shape.nose === "button") {
    const nose = along(along(tip, frame.forward, r1 * 0.72), frame.up, r1 * 0.3);
    body.ball(LABEL.head, nose, r1 * 0.5, { skin: "nose", blend: r1 * 0.15 });
  } else if (shape.nose === "snout") {
    for (const s of [1, -1]) {
      const nostril = along(along(tip, frame.forward, r1 * 0.86), frame.side, s * r1 * 0.42);
      body.ball(LABEL.head, nostril, r1 * 0.26, { skin: "nose", blend: r1 * 0.1 });
    }
  }
}

function drawEar(body: Body, frame: HeadFrame, shape: HeadShape, s: number, tilt: number): void {
  const { kind, length, width } = shape.ears;
  const r = shape.cranium;
  const flatForward = { axis: toward(frame, 0.95, 0, 0.3 * s), factor: 3 };
  const ear = (a: Vector, b: Vector, ra: number, rb: number, axis = flatForward) =>
    body.bone(LABEL.ears, a, b, ra, rb, { blend: ra * 0.25, flat: axis, distal: [0.1, 0.6] });
  if (kind === "pointed") {
    const base = at(frame, -r * 0.15, r * 0.72, s * r * 0.55);
    ear(base, along(base, toward(frame, tilt, 1, 0.28 * s), length), width, width * 0.12);
  } else if (kind === "round") {
    const base = at(frame, -r * 0.2, r * 0.8, s * r * 0.68);
    ear(base, along(base, toward(frame, tilt, 1, 0.6 * s), length), width, width * 0.9);
  } else if (kind === "leaf") {
    const base = at(frame, -r * 0.35, r * 0.55, s * r * 0.75);
    const out = toward(frame, tilt - 0.25, 0.42, s);
    ear(along(base, out, length * 0.05), along(base, out, length * 0.55), width * 0.55, width);
    ear(along(base, out, length * 0.55), along(base, out, length), width, width * 0.2);
  } else if (kind === "floppy") {
    const base = at(frame, -r * 0.15, r * 0.6, s * r * 0.85);
    const knee = along(base, toward(frame, 0.1, -0.1, s), width * 0.7);
    const axis = { axis: frame.side, factor: 2.4 };
    ear(base, knee, width * 0.8, width * 0.9, axis);
    ear(
      knee,
      along(knee, toward(frame, 0.15 + tilt, -1, 0.12 * s), length),
      width,
      width * 0.7,
      axis,
    );
  } else if (kind === "long") {
    const base = at(frame, -r * 0.3, r * 0.75, s * r * 0.4);
    const middle = along(base, toward(frame, tilt - 0.35, 1, 0.22 * s), length * 0.6);
    ear(base, middle, width * 0.6, width);
    ear(
      middle,
      along(middle, toward(frame, tilt - 0.5, 1, 0.3 * s), length * 0.4),
      width,
      width * 0.3,
    );
  } else {
    const base = at(frame, -r * 0.3, r * 0.25, s * r * 0.85);
    const back = toward(frame, -0.75 + tilt, 0.05, 0.75 * s);
    const axis = { axis: normalize(cross(back, frame.up)), factor: 5 };
    const middle = along(along(base, back, length * 0.55), frame.up, -length * 0.12);
    ear(middle, along(base, back, length * 0.25), width, width * 0.8, axis);
    ear(middle, along(middle, frame.up, -length * 0.55), width * 0.8, width * 0.42, axis);
  }
}

function drawHorns(body: Body, frame: HeadFrame, shape: HeadShape, horns: HornShape): void {
  const r = shape.cranium;
  const l = horns.length;
  const horn = (points: readonly Vector[], radii: readonly number[]) =>
    body.chain(LABEL.horns, points, radii, { skin: "horn", blend: radii[0]! * 0.2 });
  for (const s of [1, -1]) {
    const base = at(frame, -r * 0.1, r * 0.78, s * r * 0.5);
    if (horns.kind === "ossicones") {
      const top = along(base, toward(frame, -0.35, 1, 0.15 * s), l);
      horn([base, top, along(top, frame.up, l * 0.1)], [l * 0.19, l * 0.15, l * 0.2]);
    } else if (horns.kind === "cow") {
      const out = along(base, toward(frame, 0, 0.2, s), l * 0.5);
      const up = along(out, toward(frame, 0.3, 0.8, 0.6 * s), l * 0.35);
      horn(
        [base, out, up, along(up, toward(frame, 0.35, 1, 0), l * 0.3)],
        [l * 0.14, l * 0.12, l * 0.07, l * 0.02],
      );
    } else if (horns.kind === "goat") {
      const up = along(base, toward(frame, -0.3, 1, 0.25 * s), l * 0.45);
      const back = along(up, toward(frame, -1, 0.55, 0.3 * s), l * 0.4);
      horn(
        [base, up, back, along(back, toward(frame, -1, -0.5, 0.3 * s), l * 0.3)],
        [l * 0.13, l * 0.11, l * 0.08, l * 0.03],
      );
    } else {
      drawAntler(horn, frame, base, l, s);
    }
  }
}

function drawAntler(
  horn: (points: readonly Vector[], radii: readonly number[]) => void,
  frame: HeadFrame,
  base: Vector,
  l: number,
  s: number,
): void {
  const p1 = along(base, toward(frame, -0.45, 0.8, 0.6 * s), l * 0.35);
  const p2 = along(p1, toward(frame, -0.25, 1, 0.75 * s), l * 0.35);
  const p3 = along(p2, toward(frame, 0.35, 1, -0.05 * s), l * 0.35);
  const thick = l * 0.052;
  horn([base, p1, p2, p3], [thick * 1.3, thick, thick * 0.9, thick * 0.4]);
  const brow = along(base, toward(frame, -0.45, 0.8, 0.6 * s), l * 0.1);
  horn([brow, along(brow, toward(frame, 1, 0.75, 0.3 * s), l * 0.26)], [thick, thick * 0.35]);
  horn([p1, along(p1, toward(frame, 1, 0.8, 0.3 * s), l * 0.3)], [thick * 0.9, thick * 0.35]);
  horn([p2, along(p2, toward(frame, -0.8, 1, 0.5 * s), l * 0.28)], [thick * 0.8, thick * 0.35]);
}

function drawTrunk(body: Body, frame: HeadFrame, shape: HeadShape, curl: number, tusks: boolean) {
  const r = shape.cranium;
  const points: Vector[] = [at(frame, r * 0.75, -r * 0.25, 0)];
  const radii: number[] = [r * 0.5];
  let angle = 0.9;
  for (let i = 1; i <= 7; i++) {
    const step = scale(toward(frame, Math.cos(angle), -Math.sin(angle), 0), r * 0.52);
    points.push(along(points[i - 1]!, step, 1));
    radii.push(r * (0.47 - 0.045 * i));
    angle += i < 3 ? 0.28 : curl;
  }
  body.chain(LABEL.head, points, radii, { blend: r * 0.2, u: [0, 1], distal: [0, 0.3] });
  if (!tusks) return;
  for (const s of [1, -1]) {
    const root = at(frame, r * 0.7, -r * 0.55, s * r * 0.42);
    const mid = along(root, toward(frame, 0.75, -0.75, 0.25 * s), r * 0.75);
    const tip = along(mid, toward(frame, 1, 0.15, 0.05 * s), r * 0.65);
    body.chain(LABEL.horns, [root, mid, tip], [r * 0.17, r * 0.14, r * 0.06], {
      skin: "horn",
      blend: r * 0.03,
    });
  }
}
