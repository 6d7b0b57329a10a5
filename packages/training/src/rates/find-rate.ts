import { MaskboardError } from "@maskboard/contracts";
import type { Model } from "@maskboard/models";
import { loadState, stateDict } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "../data/loader.ts";
import type { Objective } from "../objective.ts";
import { GroupedAdam } from "../optimizer/grouped-adam.ts";
import { type ParameterGroup, parameterGroups } from "../optimizer/groups.ts";
import { lossAndGradients } from "../step.ts";
import { type RateCurve, type RateSuggestions, suggestRates } from "./suggest.ts";

export interface FindRateOptions {
  /** Default 1e-7 to 10 in 100 steps, as fastai. */
  readonly from?: number;
  readonly to?: number;
  readonly steps?: number;
  readonly objective: Objective;
  /** Groups that learn; default: all there are. */
  readonly groups?: readonly ParameterGroup[];
  readonly signal?: AbortSignal | undefined;
  /** With the number of rates that have been tried. */
  readonly onStep?: (done: number) => void;
}

export interface FoundRates extends RateCurve {
  readonly suggestions: RateSuggestions;
}

const BETA = 0.98;

/**
 * Trains with a rate that grows exponentially from `from` to `to` and smooths the losses (fastai's
 * `AvgSmoothLoss`, beta 0.98, bias corrected). Stops where the smoothed loss is above 4 x its best or
 * no number, or where the batches end. The model is as before afterwards, running statistics too.
 * @returns `null` where it was stopped by the signal
 * @throws MaskboardError `bad_request` where the first losses are no numbers
 */
export async function findRate(
  model: Model,
  batches: AsyncIterable<Batch>,
  { from = 1e-7, to = 10, steps = 100, objective, groups, signal, onStep }: FindRateOptions,
): Promise<FoundRates | null> {
  const before = await stateDict(model.parameters);
  const adam = { beta1: 0.9, beta2: 0.99, epsilon: 1e-5, weightDecay: 0 };
  const optimizer = new GroupedAdam(groups ?? parameterGroups(model, 1), adam);
  const variables = optimizer.groups.flatMap(({ parameters }) =>
    parameters.map(({ variable }) => variable),
  );
  const [rates, losses]: [number[], number[]] = [[], []];
  let [mean, best] = [0, Number.POSITIVE_INFINITY];
  try {
    for await (const batch of batches) {
      const i = rates.length;
      if (signal?.aborted) return null;
      if (i >= steps) break;
      const rate = from * (to / from) ** (i / steps);
      const { loss, gradients } = lossAndGradients(model, batch, objective, variables, i);
      optimizer.apply(gradients, rate);
      tf.dispose(gradients);
      const [value = Number.NaN] = await loss.data();
      loss.dispose();
      mean = BETA * mean + (1 - BETA) * value;
      const smooth = mean / (1 - BETA ** (i + 1));
      if (!Number.isFinite(smooth)) break;
      rates.push(rate);
      losses.push(smooth);
      if (smooth > 4 * best) break;
      best = Math.min(best, smooth);
      onStep?.(i + 1);
    }
  } finally {
    optimizer.dispose();
    loadState(model.parameters, before);
  }
  if (rates.length < 2)
    throw new MaskboardError(
      "bad_request",
      "The loss is no number at the finder's least rates: look at the images, the masks and the weights that the encoder begins with.",
    );
  const skip = Math.floor(steps / 10);
  return { rates, losses, skip, suggestions: suggestRates({ rates, losses, skip }) };
}
