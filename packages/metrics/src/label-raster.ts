/** Class ids in raster order, one element a pixel, row by row from the top left. */
export type LabelRaster = Uint8Array | Uint16Array;

export const MAX_LABEL = 0xffff;
const BYTES_PER_WORD = 4;

export function labelsPerWord(bytesPerLabel: number): number {
  return BYTES_PER_WORD / bytesPerLabel;
}

/**
 * The raster as 32-bit words (4 labels of 8 bits or 2 of 16 bits each), without the labels that do
 * not fill the last word. A view where the raster lies on a word boundary, else of a copy.
 */
export function wordsOf(labels: LabelRaster): Int32Array {
  const aligned = labels.byteOffset % BYTES_PER_WORD === 0 ? labels : labels.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
}

/** The word in which every label is `label`. */
export function wordOf(label: number, bytesPerLabel: number): number {
  return Math.imul(label, bytesPerLabel === 1 ? 0x01010101 : 0x00010001);
}
