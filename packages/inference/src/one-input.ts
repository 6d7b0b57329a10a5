import { MaskboardError } from "@maskboard/contracts";
import type { ModelValue } from "./summary.ts";

/**
 * The image input of a model.
 *
 * @throws MaskboardError `model_shape` where there is not exactly one input, or no output
 */
export function oneInput(
  inputs: readonly ModelValue[],
  outputs: readonly ModelValue[],
): ModelValue {
  const [input] = inputs;
  if (!input || inputs.length > 1) {
    const names = inputs.map(({ name }) => `'${name}'`).join(", ");
    throw new MaskboardError(
      "model_shape",
      `The model must have one input, the images; it has ${inputs.length === 0 ? "none" : names}.`,
      { value: inputs.length, expected: 1 },
    );
  }
  if (outputs.length === 0) throw new MaskboardError("model_shape", "The model has no output.");
  return input;
}
