import { LABEL } from "../classes.ts";
import type { Random } from "../random.ts";
import { add, along, normalize, type Vector } from "../vector.ts";
import type { Animal } from "./animal.ts";
import { BIRDS, type BirdShape } from "./birds.ts";
import { Body } from "./bone.ts";
import { drawCoat } from "./coat.ts";
import { at, type HeadFrame, headFrame } from "./head.ts";

/** Draws a bird, on its feet or in the air; the unit is the length of its trunk. */
export function drawBird(random: Random): Animal {
  const shape = random.pick(BIRDS);
  const flying = random.chance(shape.flies);
  const body = new Body();
  const pitch = flying ? random.range(-0.05, 0.25) : random.range(...shape.pitch);
  const height = flying ? 1 : shape.legs + shape.girth * 0.8;
  const forward: Vector = [Math.cos(pitch), Math.sin(pitch), 0];
  const up: Vector = [-Math.sin(pitch), Math.cos(pitch), 0];
  const center: Vector = [0, height, 0];
  const on = (f: number, u: number, s = 0): Vector =>
    add(along(along(center, forward, f), up, u), [0, 0, s]);

  const g = shape.girth;
  body.bone(LABEL.torso, on(0.26, 0), on(-0.05, -0.02), g * 0.88, g, {
    blend: g * 0.5,
    u: [0.8, 0.5],
  });
  body.bone(LABEL.torso, on(-0.05, -0.02), on(-0.5, 0.02), g, g * 0.42, {
    blend: g * 0.5,
    u: [0.5, 0],
  });
  drawBirdTail(body, shape, on(-0.48, 0.04), pitch, flying);
  if (flying) drawSpreadWings(body, shape, on, random);
  else drawFoldedWings(body, shape, on);
  drawBirdLegs(body, shape, center, flying, random);
  drawNeckAndBeak(body, shape, on(0.36, g * 0.35), pitch, flying, random);
  return {
    species: shape.name,
    body,
    coat: drawCoat(shape.coat, random),
    size: random.range(...shape.size),
    home: shape.home,
  };
}

function drawBirdTail(body: Body, shape: BirdShape, root: Vector, pitch: number, flying: boolean) {
  const angle = Math.PI + pitch * 0.8 - (flying ? 0 : shape.tailLift);
  for (const spread of flying ? [-0.35, -0.12, 0.12, 0.35] : [-0.12, 0, 0.12]) {
    const direction = normalize([Math.cos(angle), Math.sin(angle), spread]);
    const tip = along(root, direction, shape.tail);
    body.bone(LABEL.tail, root, tip, shape.girth * 0.3, shape.girth * 0.22, {
      flat: { axis: normalize([-Math.sin(angle), Math.cos(angle), 0]), factor: 3 },
      skin: "plume",
      blend: shape.girth * 0.15,
      u: [0, shape.tail],
      distal: [0, 1],
    });
  }
}

function drawFoldedWings(
  body: Body,
  shape: BirdShape,
  on: (f: number, u: number, s?: number) => Vector,
) {
  const g = shape.girth;
  for (const s of [1, -1]) {
    const flat = { axis: normalize([0, 0.15, s]) as Vector, factor: 2.6 };
    const z = s * g * 0.82;
    body.bone(LABEL.wings, on(0.2, g * 0.12, z), on(-0.2, g * 0.1, z * 1.05), g * 0.52, g * 0.6, {
      flat,
      skin: "plume",
      blend: g * 0.12,
      distal: [0, 0.3],
      u: [0, 0.4],
    });
    body.bone(
      LABEL.wings,
      on(-0.2, g * 0.1, z * 1.05),
      on(-0.62, g * 0.02, z * 0.5),
      g * 0.58,
      g * 0.14,
      {
        flat,
        skin: "plume",
        blend: g * 0.12,
        distal: [0.3, 1],
        u: [0.4, 0.8],
      },
    );
  }
}

function drawSpreadWings(
  body: Body,
  shape: BirdShape,
  on: (f: number, u: number, s?: number) => Vector,
  random: Random,
): void {
  const g = shape.girth;
  const beat = random.range(-0.35, 0.95);
  const flat = { axis: [0.1, 1, 0] as Vector, factor: 4 };
  for (const s of [1, -1]) {
    const axis = normalize([0.12, Math.cos(beat), -s * Math.sin(beat)]);
    const o = { flat: { ...flat, axis }, skin: "plume", blend: g * 0.15 } as const;
    const dir = (angle: number, sweep: number): Vector =>
      normalize([sweep, Math.sin(angle), s * Math.cos(angle)]);
    const root = on(0.14, g * 0.4, s * g * 0.5);
    const elbow = along(root, dir(beat, 0.15), 0.5);
    const wrist = along(elbow, dir(beat * 0.75, 0.05), 0.42);
    body.bone(LABEL.wings, root, elbow, 0.2, 0.19, { ...o, distal: [0, 0.3] });
    body.bone(LABEL.wings, elbow, wrist, 0.19, 0.13, { ...o, distal: [0.3, 0.5] });
    for (let i = 0; i < 6; i++) {
      const sweep = 0.15 - i * 0.28;
      const tip = along(wrist, dir(beat * 0.55, sweep), 0.52 - i * 0.025);
      body.bone(LABEL.wings, wrist, tip, 0.075, 0.028, { ...o, blend: 0.02, distal: [0.5, 1] });
    }
    for (let i = 0; i < 7; i++) {
      const t = i / 6;
      const from: Vector = [
        root[0] + (wrist[0] - root[0]) * t,
        root[1] + (wrist[1] - root[1]) * t,
        root[2] + (wrist[2] - root[2]) * t,
      ];
      const tip = along(from, normalize([-1, 0, s * 0.22]), 0.4 - t * 0.06);
      body.bone(LABEL.wings, from, tip, 0.085, 0.05, { ...o, blend: 0.02, distal: [0.4, 0.9] });
    }
  }
}

function drawBirdLegs(
  body: Body,
  shape: BirdShape,
  center: Vector,
  flying: boolean,
  random: Random,
) {
  const g = shape.girth;
  const thick = shape.shank;
  for (const s of [1, -1]) {
    const hip = add(center, [-0.06, -g * 0.55, s * g * 0.4]);
    if (flying) {
      const foot = add(hip, [-0.36 - shape.legs * 0.5, 0.02, 0]);
      body.chain(
        LABEL.legs,
        [hip, add(hip, [-0.16, -0.06, 0]), foot],
        [g * 0.3, thick * 1.2, thick * 0.6],
        {
          skin: "scaly",
          blend: g * 0.1,
        },
      );
      continue;
    }
    const foot: Vector = [0.04 + s * random.range(-0.1, 0.12), thick * 0.8, s * g * 0.42];
    const hock: Vector = [
      foot[0] - 0.05 - shape.legs * 0.06,
      Math.max(0.06, shape.legs * 0.52),
      foot[2],
    ];
    body.bone(LABEL.legs, hip, hock, g * 0.34, thick * 1.15, { blend: g * 0.25, distal: [0, 0.3] });
    body.bone(LABEL.legs, hock, foot, thick * 1.1, thick, { skin: "scaly", blend: thick * 0.3 });
    for (const angle of [-0.5, 0, 0.5, Math.PI]) {
      const reach = angle > 3 ? 0.07 : shape.toes;
      const toe: Vector = [
        foot[0] + Math.cos(angle) * reach,
        thick * 0.4,
        foot[2] + Math.sin(angle) * reach,
      ];
      body.bone(LABEL.legs, foot, toe, thick * 0.8, thick * 0.4, {
        skin: "scaly",
        blend: thick * 0.2,
      });
    }
  }
}

function drawNeckAndBeak(
  body: Body,
  shape: BirdShape,
  root: Vector,
  pitch: number,
  flying: boolean,
  random: Random,
): void {
  const turn = random.normal() * (flying ? 0.1 : 0.45);
  const reach = shape.neck;
  const rise = flying ? 0.12 : random.range(...shape.neckLift);
  const [r0, r1] = shape.neckRadii;
  const first = along(root, [Math.cos(rise - 0.35), Math.sin(rise - 0.35), 0], reach * 0.4);
  const second = along(
    first,
    [Math.cos(rise + shape.sCurve), Math.sin(rise + shape.sCurve), 0],
    reach * 0.4,
  );
  const end = along(second, [Math.cos(rise), Math.sin(rise), Math.sin(turn) * 0.3], reach * 0.2);
  body.chain(LABEL.torso, [root, first, second, end], [r0, (r0 + r1) / 2, r1, r1 * 0.85], {
    blend: r0 * 0.6,
    u: [0.8, 0.8 + reach],
    distal: [0, 0.15],
  });
  const h = shape.head;
  const frame = headFrame(
    along(end, [Math.cos(rise), Math.sin(rise), 0], h * 0.45),
    random.range(-0.08, 0.22) - (flying ? 0 : pitch * 0.1),
    turn,
  );
  body.bone(
    LABEL.head,
    at(frame, -h * 0.25, h * 0.1, 0),
    at(frame, h * 0.35, h * 0.08, 0),
    h,
    h * 0.85,
    {
      blend: h * 0.4,
    },
  );
  drawBeak(body, frame, shape);
}

function drawBeak(body: Body, frame: HeadFrame, shape: BirdShape): void {
  const h = shape.head;
  const root = at(frame, h * 0.85, 0, 0);
  const middle = at(frame, h * 0.85 + shape.beak * 0.6, -h * shape.hook * 0.3, 0);
  const tip = at(frame, h * 0.85 + shape.beak, -h * shape.hook, 0);
  const thick = shape.beakRadius;
  body.chain(LABEL.head, [root, middle, tip], [thick, thick * 0.72, thick * 0.18], {
    skin: "beak",
    blend: thick * 0.1,
    flat: shape.flatBeak ? { axis: frame.up, factor: 1.9 } : { axis: frame.side, factor: 1.4 },
  });
  for (const s of [1, -1]) {
    body.ball(LABEL.head, at(frame, h * 0.5, h * 0.25, s * h * 0.78), h * 0.19, {
      skin: "eye",
      blend: 0,
    });
  }
  if (shape.comb) {
    for (let i = 0; i < 4; i++) {
      const base = at(frame, h * (0.75 - i * 0.4), h * 0.75, 0);
      body.bone(LABEL.head, base, along(base, frame.up, h * 0.42), h * 0.26, h * 0.16, {
        skin: "inner",
        blend: h * 0.08,
        flat: { axis: frame.side, factor: 2 },
      });
    }
    body.bone(
      LABEL.head,
      at(frame, h * 0.85, -h * 0.5, 0),
      at(frame, h * 0.8, -h * 1.1, 0),
      h * 0.24,
      h * 0.3,
      {
        skin: "inner",
        flat: { axis: frame.side, factor: 1.6 },
      },
    );
  }
}
