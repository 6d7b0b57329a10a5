import { blend, type Color, dim, hex } from "../color.ts";
import type { Random } from "../random.ts";

type Pattern =
  | "plain"
  | "stripes"
  | "tiger"
  | "rosettes"
  | "spots"
  | "patches"
  | "tiles"
  | "brindle"
  | "saddle"
  | "scales";

/** Colours (linear light) and structure of one animal's surface. */
export interface Coat {
  back: Color;
  belly: Color;
  /** Second colour: stripes, spots, patches. */
  mark: Color;
  pattern: Pattern;
  /** Number of marks in a length of one withers' height. */
  frequency: number;
  /** Colour of feet, tail tip and muzzle, and how strongly it shows, 0 to 1. */
  points: Color;
  pointed: number;
  mane: Color;
  horn: Color;
  beak: Color;
  eye: Color;
  /** Strength of the hair's own light and dark, 0 (skin) to 1 (shaggy). */
  fur: number;
  /** Height of bumps of the outline in withers' heights: wool and shaggy hair. */
  shag: number;
  /** Strength of the highlight, 0 to 1. */
  gloss: number;
  /** Shifts every noise so that no two animals share their marks. */
  offset: number;
}

export interface CoatRecipe {
  /** One of these pairs, back and belly, is chosen. */
  colors: readonly (readonly [string, string])[];
  marks?: readonly string[];
  patterns?: readonly Pattern[];
  frequency?: readonly [number, number];
  points?: readonly string[];
  /** How often, and at most how strongly, the points show. */
  pointed?: number;
  mane?: string;
  horn?: string;
  beak?: readonly string[];
  eye?: string;
  fur?: number;
  shag?: number;
  gloss?: number;
}

/** One animal's coat: chosen among the recipe's, each colour a little off. */
export function drawCoat(recipe: CoatRecipe, random: Random): Coat {
  const vary = (code: string): Color => {
    const [r, g, b] = hex(code);
    const warm = random.range(0.93, 1.07);
    return dim([r * warm, g, b / warm], random.range(0.8, 1.22));
  };
  const [back, belly] = random.pick(recipe.colors);
  const mark = vary(random.pick(recipe.marks ?? ["#241d18"]));
  const top = vary(back);
  return {
    back: top,
    belly: blend(vary(belly), top, random.range(0, 0.5)),
    mark,
    pattern: random.pick(recipe.patterns ?? ["plain"]),
    frequency: random.range(...(recipe.frequency ?? [4, 6])),
    points: vary(random.pick(recipe.points ?? ["#2a221d", "#e9e2d6"])),
    pointed: random.chance(recipe.pointed ?? 0.4) ? random.range(0.4, 1) : 0,
    mane: recipe.mane ? vary(recipe.mane) : dim(top, 0.6),
    horn: vary(recipe.horn ?? "#b9a988"),
    beak: vary(random.pick(recipe.beak ?? ["#d9962b"])),
    eye: hex(recipe.eye ?? "#1a120c"),
    fur: recipe.fur ?? 0.6,
    shag: recipe.shag ?? 0.004,
    gloss: recipe.gloss ?? 0.12,
    offset: random.range(0, 200),
  };
}
