import type { ClassIndex } from "./class-index.ts";
import { type LabelRaster, labelsPerWord, wordOf, wordsOf } from "./label-raster.ts";

/** Pixels by label: 256 or 65,536 counts, by the raster's width. */
export function labelHistogram(labels: LabelRaster): Uint32Array {
  const bytes = labels.BYTES_PER_ELEMENT;
  const perWord = labelsPerWord(bytes);
  const histogram = new Uint32Array(2 ** (8 * bytes));
  const words = wordsOf(labels);
  for (let start = 0; start < words.length; ) {
    const word = words[start]!;
    let end = start + 1;
    while (end < words.length && words[end] === word) end++;
    const first = labels[start * perWord]!;
    if (word === wordOf(first, bytes)) {
      histogram[first]! += (end - start) * perWord;
    } else {
      for (let i = 0; i < perWord; i++) histogram[labels[start * perWord + i]!]! += end - start;
    }
    start = end;
  }
  for (let i = words.length * perWord; i < labels.length; i++) histogram[labels[i]!]!++;
  return histogram;
}

export interface UnknownLabel {
  readonly label: number;
  /** Its first position in raster order, from 0. */
  readonly pixel: number;
  /** Number of pixels that hold it. */
  readonly count: number;
}

/** The labels of a raster that are neither class nor void, ascending. */
export function unknownLabels(classes: ClassIndex, labels: LabelRaster): UnknownLabel[] {
  const found: UnknownLabel[] = [];
  for (const [label, count] of labelHistogram(labels).entries()) {
    if (count === 0 || label === classes.voidId) continue;
    if (classes.columnOf[label] !== classes.ids.length) continue;
    found.push({ label, pixel: labels.indexOf(label), count });
  }
  return found;
}
