import { type Model, type ModelPart, type Parameter, partOf, stageOf } from "@maskboard/models";

/** Parameters that share a learning rate and are frozen together. */
export interface ParameterGroup {
  readonly name: "encoder-early" | "encoder-late" | "decoder";
  /** Whether it holds the normalizations of its part, and nothing else. */
  readonly norms: boolean;
  readonly parameters: readonly Parameter[];
  /** Factor of the learning rate. */
  readonly factor: number;
}

/** From `start` to `stop` in `n` equal ratios: fastai's `even_mults`. */
export function evenMults(start: number, stop: number, n: number): number[] {
  if (n === 1) return [stop];
  return Array.from({ length: n }, (_, i) => start * (stop / start) ** (i / (n - 1)));
}

interface GroupOptions {
  /**
   * How rates fall from the head to the image: `depth` in equal ratios from group to group, fastai's
   * `slice(rate / divisor, rate)`; `part` at once, fastai's `slice(rate)` with its divisor of 10.
   */
  readonly by?: "depth" | "part";
  /** Parts without updates, their normalizations included; they are in no group. */
  readonly freeze?: readonly ModelPart[];
}

/**
 * The three parts that fastai cuts a U-Net into: the first half of the encoder, the rest of it, and
 * decoder with head. Their rates rise from 1 / `divisor` to 1. The encoder's normalizations are groups
 * of their own, since they go on learning while it is frozen.
 */
export function parameterGroups(
  { encoder, parameters }: Model,
  divisor: number,
  { by = "depth", freeze = [] }: GroupOptions = {},
): ParameterGroup[] {
  const early = new Set(encoder.stages.slice(0, Math.ceil(encoder.stages.length / 2)));
  const partName = (parameter: Parameter): ParameterGroup["name"] => {
    const stage = stageOf(parameter, encoder);
    if (stage === null) return "decoder";
    return early.has(stage) ? "encoder-early" : "encoder-late";
  };
  const low = 1 / divisor;
  const factors = by === "part" ? [low, low, 1] : evenMults(low, 1, 3);
  const trainable = parameters
    .trainable()
    .filter((parameter) => !freeze.includes(partOf(parameter)));
  return (["encoder-early", "encoder-late", "decoder"] as const).flatMap((name, i) => {
    const own = trainable.filter((parameter) => partName(parameter) === name);
    const group = (norms: boolean, members: Parameter[]) => ({
      ...{ name, norms, parameters: members, factor: factors[i]! },
    });
    if (name === "decoder") return [group(false, own)];
    return [false, true].map((norms) =>
      group(
        norms,
        own.filter(({ kind }) => (kind === "norm") === norms),
      ),
    );
  });
}

/** What learns while the encoder is frozen: fastai's `freeze` with its default `train_bn`. */
export const whileFrozen = ({ name, norms }: ParameterGroup): boolean =>
  name === "decoder" || norms;
