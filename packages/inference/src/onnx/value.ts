import type { ModelValue } from "../summary.ts";
import { bytes, fields, integers, text } from "./wire.ts";

/** Reads a ValueInfoProto. */
export function readValue(message: Uint8Array): ModelValue {
  let name = "";
  let type = 0;
  let dims: (number | null)[] | null = null;
  for (const field of fields(message)) if (field.number === 1) name = text(field);
  for (const tensor of messages(message, 2).flatMap((value) => messages(value, 1))) {
    for (const field of fields(tensor)) if (field.number === 1) type = integers(field)[0] ?? 0;
    for (const shape of messages(tensor, 2)) dims = messages(shape, 1).map(dimension);
  }
  return { name, type, dims };
}

function messages(message: Uint8Array, number: number): Uint8Array[] {
  return [...fields(message)].filter((field) => field.number === number).map(bytes);
}

function dimension(message: Uint8Array): number | null {
  for (const field of fields(message)) {
    // Some exporters write 0 or -1 for what is not fixed.
    if (field.number === 1) return Math.max(0, integers(field)[0] ?? 0) || null;
  }
  return null;
}
