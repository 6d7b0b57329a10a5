import type { Random } from "../random.ts";
import type { Animal, Species } from "./animal.ts";
import { drawBird } from "./bird.ts";
import { drawCoat } from "./coat.ts";
import { drawLizard, LIZARD_COAT } from "./lizard.ts";
import { drawQuadruped } from "./quadruped.ts";
import { CLAWED } from "./species-clawed.ts";
import { HOOFED } from "./species-hoofed.ts";
import { varyShape } from "./variation.ts";

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
