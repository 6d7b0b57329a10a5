import type { Bone } from "../anatomy/bone.ts";
import { Body } from "../anatomy/bone.ts";
import { LABEL } from "../classes.ts";
import { blend, type Color, dim, hex } from "../color.ts";
import { fbm3, noise3, smoothstep } from "../noise.ts";
import type { Random } from "../random.ts";
import type { Solid } from "../render/solid.ts";
import type { Vector } from "../vector.ts";
import type { Environment } from "./environment.ts";

const MOSS = hex("#4c5a2a");
const FROST = hex("#e6ecf2");

function solid(
  bones: readonly Bone[],
  color: Color,
  spots: Color,
  shag: number,
  grain: number,
  stretch: number,
): Solid {
  return {
    bones,
    shag,
    grain,
    fur: 0.2,
    paint(p, out) {
      const f = grain * 0.6;
      const n = fbm3(p.x * f, p.y * f * stretch, p.z * f, 3);
      const fine = noise3(p.x * f * 5, p.y * f * 5 * stretch, p.z * f * 5);
      const t = smoothstep(0.5, 0.75, n + p.ny * 0.25 - 0.05);
      const k = (0.55 + 0.6 * n) * (0.75 + 0.5 * fine);
      out.r = (color[0] + (spots[0] - color[0]) * t) * k;
      out.g = (color[1] + (spots[1] - color[1]) * t) * k;
      out.b = (color[2] + (spots[2] - color[2]) * t) * k;
      out.gloss = 0.04;
    },
  };
}

const cap = (env: Environment, own: Color) => (env.place.kind === "snow" ? FROST : own);

export function drawRock(env: Environment, at: Vector, radius: number, random: Random): Solid {
  const body = new Body();
  const lumps = random.integer(2, 4);
  for (let i = 0; i < lumps; i++) {
    const r = radius * random.range(0.5, 0.95);
    const a: Vector = [
      at[0] + random.range(-0.8, 0.8) * radius,
      r * random.range(0, 0.5),
      at[2] + random.range(-0.4, 0.4) * radius,
    ];
    const b: Vector = [
      a[0] + random.range(-0.6, 0.6) * radius,
      a[1] + random.range(0, 0.3) * radius,
      a[2],
    ];
    body.bone(LABEL.background, a, b, r, r * random.range(0.5, 0.9), { blend: radius * 0.25 });
  }
  const gray = blend(hex("#77726b"), env.ground[2], random.range(0.1, 0.5));
  return solid(
    body.bones,
    dim(gray, random.range(0.7, 1.2)),
    cap(env, blend(gray, MOSS, 0.5)),
    radius * 0.18,
    4 / radius,
    1,
  );
}

export function drawTrunk(
  env: Environment,
  at: Vector,
  radius: number,
  tall: number,
  random: Random,
): Solid {
  const body = new Body();
  const lean = random.range(-0.04, 0.04) * tall;
  const top: Vector = [at[0] + lean * 2, tall, at[2]];
  body.bone(LABEL.background, [at[0], -0.1, at[2]], top, radius, radius * 0.6, {
    blend: radius * 0.3,
  });
  for (const s of [1, -1]) {
    const toe: Vector = [at[0] + s * radius * 1.6, -0.02, at[2] - radius * 0.4];
    body.bone(
      LABEL.background,
      [at[0] + s * radius * 0.4, radius * 1.5, at[2]],
      toe,
      radius * 0.55,
      radius * 0.25,
      {
        blend: radius * 0.5,
      },
    );
  }
  const limbs = tall > 4 ? random.integer(0, 2) : 0;
  for (let i = 0; i < limbs; i++) {
    const y = random.range(1.1, 2.6);
    const s = random.chance(0.5) ? 1 : -1;
    const from: Vector = [at[0] + (lean * 2 * y) / tall, y, at[2]];
    const to: Vector = [
      from[0] + s * random.range(0.5, 1.3),
      y + random.range(0.2, 0.9),
      at[2] + random.range(-0.3, 0.3),
    ];
    body.bone(LABEL.background, from, to, radius * 0.3, radius * 0.1, { blend: radius * 0.3 });
  }
  const birch = random.chance(0.2);
  const bark = birch ? hex("#cfcac0") : blend(hex("#4a3a2c"), hex("#6b5a48"), random.next());
  const spots = birch ? hex("#2c2724") : cap(env, blend(bark, MOSS, 0.5));
  return solid(body.bones, bark, spots, radius * 0.14, 3.2 / radius, birch ? 3 : 0.25);
}

/** Posts with two or three rails parallel to the image, `z` metres away. */
export function drawFence(z: number, span: number, random: Random): Solid {
  const body = new Body();
  const tall = random.range(0.7, 1.05);
  const gap = random.range(1.1, 1.9);
  const slant = random.range(-0.12, 0.12);
  const start = -span - random.range(0, gap);
  const thin = random.chance(0.4);
  const rail = thin ? 0.01 : 0.032;
  const post = thin ? 0.04 : 0.055;
  for (let x = start; x < span + gap; x += gap) {
    const depth = z + x * slant;
    body.bone(
      LABEL.background,
      [x, -0.1, depth],
      [x + random.range(-0.03, 0.03), tall, depth],
      post,
      post * 0.9,
      { blend: 0 },
    );
  }
  const levels = thin ? [0.95, 0.66, 0.37] : random.chance(0.5) ? [0.86, 0.45] : [0.9, 0.6, 0.3];
  for (const level of levels) {
    const a: Vector = [start, tall * level + random.range(-0.02, 0.02), z + start * slant];
    const b: Vector = [
      span + gap,
      tall * level + random.range(-0.02, 0.02),
      z + (span + gap) * slant,
    ];
    body.bone(LABEL.background, a, b, rail, rail, { blend: 0 });
  }
  const wood = thin
    ? hex("#6a6660")
    : random.pick([hex("#8a7860"), hex("#6f5a42"), hex("#d9d3c8")]);
  return solid(body.bones, wood, dim(wood, 0.6), 0.006, 22, 0.3);
}

/** A bare or leafy bough that reaches into the picture from the side. */
export function drawBough(from: Vector, to: Vector, radius: number, random: Random): Solid {
  const body = new Body();
  const at = (t: number): Vector => [
    from[0] + (to[0] - from[0]) * t,
    from[1] + (to[1] - from[1]) * t + Math.sin(t * 4) * radius * 2,
    from[2] + (to[2] - from[2]) * t,
  ];
  const points = [0, 0.25, 0.5, 0.75, 1].map(at);
  body.chain(
    LABEL.background,
    points,
    [1, 0.85, 0.7, 0.5, 0.2].map((k) => k * radius),
    { blend: radius * 0.2 },
  );
  for (let i = 0; i < 5; i++) {
    const a = at(random.range(0.2, 0.95));
    const b: Vector = [
      a[0] + random.range(-0.15, 0.3) * (to[0] > from[0] ? 1 : -1),
      a[1] + random.range(-0.3, 0.3),
      a[2],
    ];
    body.bone(LABEL.background, a, b, radius * 0.35, radius * 0.12, { blend: radius * 0.1 });
  }
  const bark = hex("#54432f");
  return solid(body.bones, bark, dim(bark, 0.5), radius * 0.25, 1.5 / radius, 1);
}

/** Furniture of a room: a ball, a box or a stool on the floor. */
export function drawToy(at: Vector, random: Random): Solid {
  const body = new Body();
  const color = random.pick(
    ["#a8403a", "#3a6a8a", "#c9a04a", "#4f7a5a", "#8a6a8a", "#d6d0c4"].map(hex),
  );
  const kind = random.next();
  if (kind < 0.35) {
    const r = random.range(0.1, 0.2);
    body.ball(LABEL.background, [at[0], r, at[2]], r, { blend: 0 });
  } else if (kind < 0.7) {
    const r = random.range(0.25, 0.4);
    body.bone(
      LABEL.background,
      [at[0] - r, r * 0.45, at[2]],
      [at[0] + r, r * 0.45, at[2]],
      r * 0.5,
      r * 0.5,
      { blend: 0.05 },
    );
    body.bone(
      LABEL.background,
      [at[0] - r, r * 0.8, at[2] + 0.1],
      [at[0] + r, r * 0.8, at[2] + 0.1],
      r * 0.45,
      r * 0.45,
      { blend: 0.1 },
    );
  } else {
    const tall = random.range(0.4, 0.7);
    for (const [x, z] of [
      [-1, -1],
      [1, -1],
      [-1, 1],
      [1, 1],
    ] as const) {
      const foot: Vector = [at[0] + x * 0.2, 0, at[2] + z * 0.16];
      body.bone(LABEL.background, foot, [foot[0] - x * 0.03, tall, foot[2]], 0.022, 0.028, {
        blend: 0,
      });
    }
    body.bone(
      LABEL.background,
      [at[0] - 0.14, tall, at[2]],
      [at[0] + 0.14, tall, at[2]],
      0.2,
      0.2,
      {
        blend: 0,
        flat: { axis: [0, 1, 0], factor: 6 },
      },
    );
  }
  return solid(body.bones, color, dim(color, 0.75), 0, 6, 1);
}
