import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import type { DecodedMask } from "./mask.ts";

/**
 * The labels that a predicted mask may hold: the class ids and the void id. Many pipelines emit the
 * void id for "don't know"; it counts as a miss where the truth is a class.
 */
export class LabelSet {
  readonly #allowed = new Uint8Array(65_536);
  readonly #expected: number[];

  constructor(classMap: ClassMap) {
    this.#expected = classMap.classes.map(({ id }) => id);
    if (classMap.void !== undefined) this.#expected.push(classMap.void);
    for (const id of this.#expected) this.#allowed[id] = 1;
  }

  has(label: number): boolean {
    return this.#allowed[label] === 1;
  }

  /**
   * The error for the first pixel, in row order, whose label is neither a class nor void; `null`
   * where there is none.
   */
  check(mask: DecodedMask, file: string): MaskboardError | null {
    const { labels, width } = mask;
    const allowed = this.#allowed;
    if (labels instanceof Uint8Array && this.#holdsAll(labels)) return null;
    for (let pixel = 0; pixel < labels.length; pixel++) {
      const value = labels[pixel]!;
      if (allowed[value]) continue;
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      return new MaskboardError(
        "mask_unknown_label",
        `'${file}' has the label ${value} at x ${x}, y ${y}, which is no class of the challenge.`,
        { file, x, y, value, expected: this.#expected },
      );
    }
    return null;
  }

  /** Whether all labels are allowed. Reads four at a time: in a mask they are mostly those before. */
  #holdsAll(labels: Uint8Array): boolean {
    const aligned = labels.byteOffset % 4 === 0 ? labels : labels.slice();
    const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
    const seen = new Uint8Array(256);
    let previous = ~(words[0] ?? 0);
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      if (word === previous) continue;
      previous = word;
      seen[word & 255] = seen[(word >>> 8) & 255] = 1;
      seen[(word >>> 16) & 255] = seen[word >>> 24] = 1;
    }
    for (let i = 4 * words.length; i < labels.length; i++) seen[labels[i]!] = 1;
    return seen.every((present, label) => present === 0 || this.#allowed[label] === 1);
  }
}
