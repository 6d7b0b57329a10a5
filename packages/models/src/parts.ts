import type { Encoder } from "./encoders/encoder.ts";
import type { Parameter } from "./parameters/store.ts";

type Named = Pick<Parameter, "name">;

/** The parts that can be frozen by themselves. */
export const MODEL_PARTS = ["encoder", "decoder", "head"] as const;
export type ModelPart = (typeof MODEL_PARTS)[number];

/** Which part a parameter is in. Fusions belong to the decoder, auxiliary branches to the head. */
export function partOf({ name }: Named): ModelPart {
  const first = below(name).split(".")[0]!;
  if (first === "encoder") return "encoder";
  return first === "head" || first === "auxiliary" ? "head" : "decoder";
}

/** The encoder's stage that a parameter is in, `null` for those of decoder and head. */
export function stageOf(parameter: Named, encoder: Encoder): string | null {
  const name = below(parameter.name);
  return name.startsWith("encoder.") ? encoder.stageOf(name.slice("encoder.".length)) : null;
}

/** A local branch is made of the same parts. */
const below = (name: string): string => name.replace(/^local\./, "");
