import { LABEL } from "../classes.ts";
import type { Random } from "../random.ts";
import { along, type Vector } from "../vector.ts";
import { Body } from "./bone.ts";
import type { CoatRecipe } from "./coat.ts";
import { at, headFrame } from "./head.ts";

export const LIZARD_COAT: CoatRecipe = {
  colors: [
    ["#5d7a3a", "#b7bf86"],
    ["#7a6a4a", "#c2b48c"],
    ["#3f5a4e", "#93a58a"],
    ["#8a5a35", "#cfae7e"],
  ],
  marks: ["#22281b", "#c9b458", "#3a2c1e"],
  patterns: ["scales", "stripes", "spots", "brindle"],
  frequency: [6, 10],
  pointed: 0.3,
  eye: "#b98a1e",
  fur: 0.2,
  shag: 0.002,
  gloss: 0.45,
};

/** A long, low body with sprawling legs; the unit is about the height of a raised head. */
export function drawLizard(random: Random): Body {
  const body = new Body();
  const stout = random.range(0.9, 1.25);
  const r = 0.12 * stout;
  const height = r * random.range(1.25, 1.9);
  const wave = random.range(-0.35, 0.35);
  const raise = random.range(0.05, 0.55);
  const spine = (x: number): Vector => [
    x,
    height + Math.max(0, x) * raise * 0.3,
    Math.sin(x * 2.2) * wave * 0.4,
  ];
  const points = [0.52, 0.26, 0, -0.26, -0.5].map(spine);
  const flat = { axis: [0, 1, 0] as Vector, factor: 1.12 };
  body.chain(
    LABEL.torso,
    points,
    [0.75, 1, 1.1, 1.02, 0.72].map((k) => k * r),
    {
      blend: r * 0.5,
      flat,
      u: [1, 0],
      distal: [0, 0],
    },
  );
  drawSprawl(body, points, r, random);
  drawLizardTail(body, points[4]!, r, wave, random);

  const lift = raise + random.range(-0.1, 0.25);
  const turn = random.range(-0.5, 0.5);
  const neck = along(points[0]!, [Math.cos(lift), Math.sin(lift), Math.sin(turn) * 0.4], 0.2);
  body.bone(LABEL.torso, points[0]!, neck, r * 0.72, r * 0.62, { blend: r * 0.5, u: [1, 1.2] });
  const frame = headFrame(neck, -lift * 0.35, turn);
  const wide = { axis: frame.up, factor: 1.25 };
  const size = r * 0.82;
  body.bone(
    LABEL.head,
    at(frame, 0.02, size * 0.1, 0),
    at(frame, size * 0.9, size * 0.1, 0),
    size,
    size * 0.92,
    {
      flat: wide,
      blend: size * 0.4,
    },
  );
  const snout = at(frame, size * 2.3, -size * 0.05, 0);
  body.bone(LABEL.head, at(frame, size * 0.8, 0, 0), snout, size * 0.8, size * 0.42, {
    flat: wide,
    blend: size * 0.5,
    distal: [0.2, 0.6],
  });
  body.bone(
    LABEL.head,
    at(frame, size * 0.3, -size * 0.35, 0),
    at(frame, size * 2, -size * 0.38, 0),
    size * 0.6,
    size * 0.34,
    {
      flat: wide,
      blend: size * 0.15,
      distal: [0.2, 0.6],
    },
  );
  for (const s of [1, -1]) {
    body.ball(LABEL.head, at(frame, size * 1.05, size * 0.55, s * size * 0.62), size * 0.24, {
      skin: "eye",
      blend: 0,
    });
    body.ball(LABEL.head, at(frame, size * 0.98, size * 0.68, s * size * 0.56), size * 0.26, {
      blend: size * 0.2,
    });
  }
  if (random.chance(0.5)) drawCrest(body, points, r);
  return body;
}

/** Spines along the back belong to the torso. */
function drawCrest(body: Body, points: readonly Vector[], r: number): void {
  for (let i = 0; i < 14; i++) {
    const t = (i / 14) * 3.6;
    const k = Math.floor(t);
    const [x, y, z] = points[k]!;
    const next = points[k + 1]!;
    const base: Vector = [x + (next[0] - x) * (t - k), y + r * 0.85, z + (next[2] - z) * (t - k)];
    body.bone(
      LABEL.torso,
      base,
      [base[0] - 0.03, base[1] + r * 0.42, base[2]],
      r * 0.16,
      r * 0.03,
      {
        blend: r * 0.1,
      },
    );
  }
}

function drawSprawl(body: Body, points: readonly Vector[], r: number, random: Random): void {
  for (const [i, x] of [0, 3].entries()) {
    for (const s of [1, -1]) {
      const root = points[x]!;
      const reach = random.range(-0.14, 0.14);
      const elbow: Vector = [
        root[0] + reach * 0.6 - 0.05 + i * 0.12,
        r * 1.15,
        root[2] + s * r * 1.9,
      ];
      const foot: Vector = [root[0] + reach + 0.1, r * 0.28, root[2] + s * r * 2.2];
      body.chain(
        LABEL.legs,
        [[root[0], root[1] - r * 0.2, root[2] + s * r * 0.6], elbow, foot],
        [r * 0.46, r * 0.36, r * 0.26],
        {
          blend: r * 0.3,
          u: [0, 0.5],
        },
      );
      for (const spread of [-0.7, -0.25, 0.2, 0.65]) {
        const toe: Vector = [
          foot[0] + Math.cos(spread) * r * 0.85,
          r * 0.1,
          foot[2] + Math.sin(spread) * r * 0.85,
        ];
        body.bone(LABEL.legs, foot, toe, r * 0.15, r * 0.07, { blend: r * 0.08, distal: [1, 1] });
      }
    }
  }
}

function drawLizardTail(body: Body, root: Vector, r: number, wave: number, random: Random): void {
  const joints = 12;
  const length = random.range(0.95, 1.35);
  const points: Vector[] = [root];
  const radii: number[] = [r * 0.72];
  const curl = random.range(-1.4, 1.4);
  let angle = Math.PI + wave;
  for (let i = 1; i <= joints; i++) {
    const last = points[i - 1]!;
    const radius = r * (0.72 - 0.66 * (i / joints));
    points.push([
      last[0] + (Math.cos(angle) * length) / joints,
      Math.max(radius * 1.05, last[1] - 0.02),
      last[2] + (Math.sin(angle) * length) / joints,
    ]);
    radii.push(radius);
    angle += curl / joints;
  }
  body.chain(LABEL.tail, points, radii, { blend: r * 0.3, u: [0, length] });
}
