import { colorHistogram } from "./color-histogram.ts";
import type { Baseline } from "./model.ts";
import { pixelForest } from "./pixel-forest.ts";
import { priorMap } from "./prior-map.ts";

/** A team of the house: a baseline that goes through the same door as everybody's submissions. */
export interface HouseTeam {
  readonly slug: string;
  readonly name: string;
  readonly note: string;
  readonly baseline: Baseline;
}

/** From the weakest to the strongest. */
export const HOUSE_TEAMS: readonly HouseTeam[] = [
  {
    slug: "prior-map",
    name: "Prior map",
    note: "The most frequent class at each place of the training masks; looks at no pixel.",
    baseline: priorMap,
  },
  {
    slug: "color-histogram",
    name: "Colour histogram",
    note: "Naive Bayes on colour and coarse position.",
    baseline: colorHistogram,
  },
  {
    slug: "pixel-forest",
    name: "Pixel forest",
    note: "Two random forests in a row on local features; the second sees the first one's opinion.",
    baseline: pixelForest,
  },
];
