import type { RecipeConfigInput } from "@maskboard/training";

/**
 * `default` is made for two cores without a GPU, `paper` has the page's own numbers, `smoke` does
 * everything once in seconds and learns next to nothing.
 */
export const PRESETS = ["default", "paper", "smoke"] as const;
export type Preset = (typeof PRESETS)[number];

export type Recipe = Readonly<Record<Preset, RecipeConfigInput>>;
