import { z } from "zod";

const beta = z.number().min(0).lt(1);

/**
 * Learning rates as factors of the base rate, by the share of the training that is done:
 * - `flat-cosine`: fastai's `fit_flat_cos`; flat until `start`, then a cosine to 1 / `divFinal`
 * - `one-cycle`: fastai's `fit_one_cycle`; a cosine from 1 / `div` up to 1 at `start`, then down;
 *   momentum (Adam's beta1) goes the other way, see `momentumAt`
 * - `cosine-restarts`: fastai's `fit_sgdr` (Loshchilov and Hutter 2017, arXiv 1608.03983): cosines from
 *   1 to 0, each `multiply` times as long as the one before
 * - `polynomial`: (1 - t)^`power`, PyTorch's `PolynomialLR`
 * - `plateau`: constant here; `Plateau` lowers it by what the validation says
 */
export const scheduleSchema = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("constant") }),
  z.strictObject({
    name: z.literal("flat-cosine"),
    start: z.number().min(0).max(1).default(0.75),
    divFinal: z.number().positive().default(1e5),
  }),
  z.strictObject({
    name: z.literal("one-cycle"),
    start: z.number().gt(0).lt(1).default(0.25),
    div: z.number().positive().default(25),
    divFinal: z.number().positive().default(1e5),
    /** Momentum at the begin, at `start` and at the end. */
    momentum: z.tuple([beta, beta, beta]).default([0.95, 0.85, 0.95]),
  }),
  z.strictObject({
    name: z.literal("cosine-restarts"),
    cycles: z.int().min(1).default(1),
    multiply: z.number().positive().default(2),
  }),
  z.strictObject({ name: z.literal("polynomial"), power: z.number().positive().default(0.9) }),
  z.strictObject({
    name: z.literal("plateau"),
    patience: z.int().min(0).default(3),
    factor: z.number().gt(0).lt(1).default(0.1),
    threshold: z.number().min(0).default(1e-4),
  }),
]);
export type Schedule = z.infer<typeof scheduleSchema>;

/** fastai's `SchedCos`: from `start` to `end` on half a cosine, position in 0..1. */
const cosine = (start: number, end: number, position: number): number =>
  start + ((1 + Math.cos(Math.PI * (1 - position))) * (end - start)) / 2;

/** The factor of the base rate at `position`, the share of steps done, in [0, 1]. */
export function rateFactor(schedule: Schedule, position: number): number {
  const t = Math.min(1, Math.max(0, position));
  switch (schedule.name) {
    case "constant":
    case "plateau":
      return 1;
    case "flat-cosine": {
      const { start, divFinal } = schedule;
      return t < start || start === 1 ? 1 : cosine(1, 1 / divFinal, (t - start) / (1 - start));
    }
    case "one-cycle": {
      const { start, div, divFinal } = schedule;
      if (t < start) return cosine(1 / div, 1, t / start);
      return cosine(1, 1 / divFinal, (t - start) / (1 - start));
    }
    case "cosine-restarts": {
      const lengths = Array.from({ length: schedule.cycles }, (_, i) => schedule.multiply ** i);
      const total = lengths.reduce((sum, length) => sum + length, 0);
      let begin = 0;
      for (const length of lengths) {
        const share = length / total;
        if (t < begin + share) return cosine(1, 0, (t - begin) / share);
        begin += share;
      }
      return 0;
    }
    case "polynomial":
      return (1 - t) ** schedule.power;
  }
}

/**
 * Adam's beta1 at `position` in [0, 1]: fastai's `moms` of `fit_one_cycle`, down while the rate rises
 * and up again while it falls; `undefined` for schedules that leave it alone.
 */
export function momentumAt(schedule: Schedule, position: number): number | undefined {
  if (schedule.name !== "one-cycle") return undefined;
  const t = Math.min(1, Math.max(0, position));
  const { start } = schedule;
  const [first, least, last] = schedule.momentum;
  return t < start
    ? cosine(first, least, t / start)
    : cosine(least, last, (t - start) / (1 - start));
}
