import { type LabelRaster, labelsPerWord, wordOf, wordsOf } from "./label-raster.ts";

/**
 * A label raster as PackBits does it (Apple Technical Note TN1023, 1996), with a unit of one 32-bit
 * word: blocks of "one label, repeated" followed by "words as they are". Masks are long runs, so
 * this takes a tenth of the raster, and a counter reads the runs instead of the pixels.
 */
export interface PackedLabels {
  readonly pixels: number;
  readonly bytesPerLabel: 1 | 2;
  /** Three numbers a block: label, words in which only it occurs, literal words that follow. */
  readonly blocks: Uint32Array;
  /** The literal words of all blocks, one after the other. */
  readonly literals: Int32Array;
  /** The labels after the last whole word, at most three. */
  readonly tail: Uint16Array;
}

// Shorter repeats cost more as blocks of their own (a mispredicted branch) than as literal words.
const MIN_REPEAT = 4;

export function packLabels(labels: LabelRaster): PackedLabels {
  const bytesPerLabel = labels.BYTES_PER_ELEMENT as 1 | 2;
  const perWord = labelsPerWord(bytesPerLabel);
  const words = wordsOf(labels);
  const blocks: number[] = [0, 0, 0];
  const literals = new Int32Array(words.length);
  let literalCount = 0;
  for (let start = 0; start < words.length; ) {
    const word = words[start]!;
    let end = start + 1;
    while (end < words.length && words[end] === word) end++;
    const label = labels[start * perWord]!;
    if (end - start >= MIN_REPEAT && word === wordOf(label, bytesPerLabel)) {
      blocks.push(label, end - start, 0);
    } else {
      blocks[blocks.length - 1]! += end - start;
      for (let i = start; i < end; i++) literals[literalCount++] = word;
    }
    start = end;
  }
  return {
    pixels: labels.length,
    bytesPerLabel,
    blocks: Uint32Array.from(blocks),
    literals: literals.slice(0, literalCount),
    tail: Uint16Array.from(labels.subarray(words.length * perWord)),
  };
}

export function unpackLabels(packed: PackedLabels): LabelRaster {
  const labels =
    packed.bytesPerLabel === 1 ? new Uint8Array(packed.pixels) : new Uint16Array(packed.pixels);
  const words = wordsOf(labels);
  let at = 0;
  let literal = 0;
  for (let b = 0; b < packed.blocks.length; b += 3) {
    const repeats = packed.blocks[b + 1]!;
    const count = packed.blocks[b + 2]!;
    words.fill(wordOf(packed.blocks[b]!, packed.bytesPerLabel), at, at + repeats);
    words.set(packed.literals.subarray(literal, literal + count), at + repeats);
    at += repeats + count;
    literal += count;
  }
  labels.set(packed.tail, labels.length - packed.tail.length);
  return labels;
}
