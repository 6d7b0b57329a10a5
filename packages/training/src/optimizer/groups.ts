import { type Model, type Parameter, partOf } from "@maskboard/models";

/** Parameters that share a learning rate. */
export interface ParameterGroup {
  readonly name: "encoder-early" | "encoder-late" | "decoder";
  readonly parameters: readonly Parameter[];
  /** Factor of the learning rate. */
  readonly factor: number;
}

/** From `start` to `stop` in `n` equal ratios: fastai's `even_mults`. */
export function evenMults(start: number, stop: number, n: number): number[] {
  if (n === 1) return [stop];
  return Array.from({ length: n }, (_, i) => start * (stop / start) ** (i / (n - 1)));
}

/**
 * The three groups that fastai cuts a U-Net into: the first half of the encoder, the rest of it, and
 * decoder with head. Their rates rise from 1 / `divisor` to 1.
 */
export function parameterGroups({ encoder, parameters }: Model, divisor: number): ParameterGroup[] {
  const early = new Set(encoder.stages.slice(0, Math.ceil(encoder.stages.length / 2)));
  const groupOf = (parameter: Parameter): ParameterGroup["name"] => {
    const part = partOf(parameter);
    if (early.has(part)) return "encoder-early";
    return encoder.stages.includes(part) ? "encoder-late" : "decoder";
  };
  const factors = evenMults(1 / divisor, 1, 3);
  const trainable = parameters.trainable();
  return (["encoder-early", "encoder-late", "decoder"] as const).map((name, i) => ({
    name,
    parameters: trainable.filter((parameter) => groupOf(parameter) === name),
    factor: factors[i]!,
  }));
}
