import type { TrainConfig } from "./config.ts";

interface Judged {
  readonly validationLoss: number;
  readonly meanIou: number | null;
  readonly accuracy: number | null;
}

/**
 * Whether an epoch is better than another by what the config monitors: a larger mean IoU or
 * accuracy, or a smaller loss. What is undefined is worse than anything else.
 */
export function isBetter(monitor: TrainConfig["monitor"], one: Judged, other: Judged): boolean {
  const value = (epoch: Judged): number => {
    if (monitor === "loss") return -epoch.validationLoss;
    return epoch[monitor] ?? Number.NEGATIVE_INFINITY;
  };
  return value(one) > value(other);
}
