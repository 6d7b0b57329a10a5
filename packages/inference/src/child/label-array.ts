/** Class ids, one a pixel, `labels[y * width + x]`. */
export type Labels = Uint8Array | Uint16Array;

/** Bytes that a label takes: one, where every id that may occur fits. */
export function labelBytes(known: readonly number[]): 1 | 2 {
  return known.every((id) => id < 256) ? 1 : 2;
}

/** Room for labels with ids among `known`. */
export function makeLabels(length: number, known: readonly number[]): Labels {
  return labelBytes(known) === 1 ? new Uint8Array(length) : new Uint16Array(length);
}
