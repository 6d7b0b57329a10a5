/** Replaces each value by its entry in a table of 256. */
export function lookup(values: Uint8Array, table: Uint8Array): Uint8Array {
  const result = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = table[values[i]!]!;
  return result;
}
