import { MaskboardError } from "@maskboard/contracts";
import { bytes, fields, integers, text } from "./wire.ts";

/** TensorProto.DataLocation */
const EXTERNAL = 1;

/**
 * Name of a TensorProto and how many values it claims to hold.
 *
 * @throws MaskboardError `model_external_data`; `model_invalid` when it claims more than it holds
 */
export function readTensor(message: Uint8Array): { name: string; values: number } {
  let name = "";
  let held = 0;
  const dims: number[] = [];
  let external = false;
  for (const field of fields(message)) {
    if (field.number === 1) dims.push(...integers(field));
    else if (field.number === 8) name = text(field);
    else if (field.number === 13) external = true;
    else if (field.number === 14) external ||= integers(field)[0] === EXTERNAL;
    // raw_data and the typed lists: each value takes at least half a byte (4-bit integers).
    else if (field.kind === "bytes" && field.number !== 12) held += 2 * bytes(field).length;
    else held += 2;
  }
  if (external) {
    throw new MaskboardError(
      "model_external_data",
      `The weight '${name}' is in another file, beside this one. Export with ` +
        `torch.onnx.export(…, external_data=False), or bring the two together: ` +
        `onnx.save(onnx.load("net.onnx"), "one-file.onnx").`,
      { value: name },
    );
  }
  const values = dims.reduce((product, dim) => product * dim, 1);
  if (dims.some((dim) => dim < 0) || values > Math.max(held, 1)) {
    throw new MaskboardError(
      "model_invalid",
      `The weight '${name}' claims the shape ${dims.join(" x ")} but holds less.`,
      { value: name },
    );
  }
  return { name, values };
}
