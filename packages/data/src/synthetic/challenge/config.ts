import type { ChallengeConfig } from "@maskboard/contracts";
import { stringify } from "yaml";
import { ANIMAL_CLASSES } from "../classes.ts";
import { describeChallenge } from "./description.ts";

interface ChallengeSize {
  train: number;
  test: number;
  width: number;
  height: number;
}

/** The text of `challenge.yaml`. */
export function challengeYaml({ train, test, width, height }: ChallengeSize): string {
  const config: ChallengeConfig = {
    title: "Animal body parts",
    summary:
      "Name the body part at every pixel: heads, torsos, legs, tails, ears, wings and horns.",
    description: describeChallenge(train, test, width, height),
    licence: "CC0-1.0. The pictures are drawn by a program; use them as you like.",
    classes: ANIMAL_CLASSES.map((entry) => ({ ...entry })),
    lanes: ["masks", "model"],
    limits: { perDay: 20, total: 500, invalidPerDay: 50, artifactMiB: 64, teamSize: 5, finals: 2 },
    rounding: 4,
  };
  return stringify(config, { lineWidth: 0 });
}
