import type { ClassMap } from "@maskboard/contracts";
import type { Labels } from "@maskboard/data/check";
import {
  type ClassIndex,
  type ConfusionMatrix,
  countConfusion,
  createClassIndex,
  emptyMatrix,
  type PackedLabels,
} from "@maskboard/metrics";

export interface PairCount {
  readonly matrix: ConfusionMatrix;
  /** Pixels of the prediction, where the truth is void too, that are neither a class nor void. */
  readonly unknown: number;
}

/**
 * Compares true and predicted labels of one challenge: the one function that the scorer and
 * `evaluate` share.
 *
 * Void is counted as if it were one more class and taken out of the matrix afterwards. So the column
 * of what is no class tells whether there is any unknown label in the whole mask, and the pixels are
 * read once for both questions.
 */
export class PairCounter {
  readonly #ids: readonly number[];
  readonly #classes: ClassIndex;

  constructor({ classes, void: voidId }: ClassMap) {
    this.#ids = classes.map(({ id }) => id);
    this.#classes = createClassIndex(voidId === undefined ? this.#ids : [...this.#ids, voidId]);
  }

  /**
   * @throws RasterSizeError when the sizes differ
   * @throws TruthLabelError when the truth holds a label that is neither class nor void
   */
  count(truth: PackedLabels | Labels, prediction: Labels): PairCount {
    const { counts } = countConfusion(this.#classes, truth, prediction);
    const n = this.#ids.length;
    const stride = this.#classes.ids.length + 1;
    const matrix = emptyMatrix(this.#ids);
    let unknown = 0;
    for (let t = 0; t < stride - 1; t++) {
      const row = counts.subarray(t * stride, (t + 1) * stride);
      unknown += row[stride - 1]!;
      if (t === n) continue;
      matrix.counts.set(row.subarray(0, n), t * (n + 1));
      // Without a void id the last column is `other` already.
      matrix.counts[t * (n + 1) + n] = row[stride - 1]! + (stride > n + 1 ? row[n]! : 0);
    }
    return { matrix, unknown };
  }
}
