import type { Random } from "../random.ts";
import type { Habitat } from "../world/places.ts";
import { drawBird } from "./bird.ts";
import type { Body } from "./bone.ts";
import { type Coat, type CoatRecipe, drawCoat } from "./coat.ts";
import { drawLizard, LIZARD_COAT } from "./lizard.ts";
import { drawQuadruped, type QuadrupedShape } from "./quadruped.ts";
import { CLAWED } from "./species-clawed.ts";
import { HOOFED } from "./species-hoofed.ts";
import { varyShape } from "./variation.ts";

export interface Species {
  name: string;
  /** Relative frequency among the four-legged. */
  weight: number;
  /** Height of the withers in metres, drawn closer together than in nature. */
  size: readonly [number, number];
  /** Share of animals with horns, antlers or tusks. */
  horned: number;
  shape: QuadrupedShape;
  coat: CoatRecipe;
  home: readonly Habitat[];
}

/** A posed body with its coat, standing at the origin. */
export interface Animal {
  species: string;
  body: Body;
  coat: Coat;
  /** Height of the withers in metres. */
  size: number;
  /** Where one would expect it. */
  home: readonly Habitat[];
}

const QUADRUPEDS: readonly Species[] = [...HOOFED, ...CLAWED];
const TOTAL_WEIGHT = QUADRUPEDS.reduce((sum, s) => sum + s.weight, 0);

function pickQuadruped(random: Random): Species {
  let rest = random.next() * TOTAL_WEIGHT;
  for (const species of QUADRUPEDS) {
    rest -= species.weight;
    if (rest < 0) return species;
  }
  return QUADRUPEDS[0]!;
}

/** Draws one animal of any species. */
export function drawAnimal(random: Random): Animal {
  const kind = random.next();
  if (kind < 0.19) return drawBird(random);
  if (kind < 0.24) {
    const body = drawLizard(random);
    return {
      species: "lizard",
      body,
      coat: drawCoat(LIZARD_COAT, random),
      size: random.range(0.8, 1.1),
      home: ["desert", "water", "woods"],
    };
  }
  const species = pickQuadruped(random);
  const shape = varyShape(species.shape, random);
  const body = drawQuadruped(
    shape,
    random.pick(shape.postures),
    random.chance(species.horned),
    random,
  );
  return {
    species: species.name,
    body,
    coat: drawCoat(species.coat, random),
    size: random.range(...species.size),
    home: species.home,
  };
}
