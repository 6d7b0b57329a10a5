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
}
