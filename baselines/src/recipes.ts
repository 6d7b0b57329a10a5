import { MaskboardError } from "@maskboard/contracts";
import type { RecipeConfigInput } from "@maskboard/training";
import { BODY_PARTS } from "./recipes/body-parts.ts";
import { CAMVID } from "./recipes/camvid.ts";
import { DRIVABLE } from "./recipes/drivable.ts";
import { PETS } from "./recipes/pets.ts";
import type { Preset, Recipe } from "./recipes/recipe.ts";

export { PRESETS, type Preset } from "./recipes/recipe.ts";

const recipes: Record<string, Recipe> = {
  "body-parts": BODY_PARTS,
  camvid: CAMVID,
  drivable: DRIVABLE,
  pets: PETS,
};

export const RECIPES = Object.keys(recipes);

/** @throws MaskboardError `bad_request` for a name that is not in RECIPES */
export function recipe(name: string, preset: Preset): RecipeConfigInput {
  if (!Object.hasOwn(recipes, name))
    throw new MaskboardError(
      "bad_request",
      `There is no recipe "${name}"; choose one of ${RECIPES.join(", ")}.`,
    );
  return recipes[name]![preset];
}
