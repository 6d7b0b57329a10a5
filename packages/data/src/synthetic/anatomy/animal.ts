import type { Habitat } from "../world/places.ts";
import type { Body } from "./bone.ts";
import type { Coat, CoatRecipe } from "./coat.ts";
import type { QuadrupedShape } from "./quadruped.ts";

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
