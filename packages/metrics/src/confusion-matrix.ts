/**
 * Pixels of true class t that were predicted p. Row and column i belong to `ids[i]`; the last
 * column holds predictions that are no class. Pixels whose truth is void are not in it.
 *
 * `counts` is n x (n + 1), row by row. Float64 holds integers exactly to 2^53: 16 billion masks of
 * 640 x 853, where 32 bits would overflow after 7,800.
 */
export interface ConfusionMatrix {
  readonly ids: readonly number[];
  readonly counts: Float64Array;
}

export function emptyMatrix(ids: readonly number[]): ConfusionMatrix {
  return { ids: [...ids], counts: new Float64Array(ids.length * (ids.length + 1)) };
}

/** Adds `matrix` into `sum` in place. @throws RangeError when their class lists differ */
export function addMatrix(sum: ConfusionMatrix, matrix: ConfusionMatrix): void {
  if (sum.ids.length !== matrix.ids.length || sum.ids.some((id, i) => id !== matrix.ids[i])) {
    throw new RangeError("Confusion matrices of different class lists cannot be added.");
  }
  for (let i = 0; i < sum.counts.length; i++) sum.counts[i]! += matrix.counts[i]!;
}

/** The sum, over images or shards of images. Empty input gives zeros. */
export function sumMatrices(
  ids: readonly number[],
  matrices: Iterable<ConfusionMatrix>,
): ConfusionMatrix {
  const sum = emptyMatrix(ids);
  for (const matrix of matrices) addMatrix(sum, matrix);
  return sum;
}

/** What the scores are made of, each by the position of its class. Units: pixels. */
export interface ClassTotals {
  /** Correct pixels, C[c][c]. */
  readonly hits: Float64Array;
  /** Row sums: pixels of the class in the truth. */
  readonly truth: Float64Array;
  /** Column sums: pixels predicted as the class, where the truth is not void. */
  readonly predicted: Float64Array;
}

export function classTotals({ ids, counts }: ConfusionMatrix): ClassTotals {
  const n = ids.length;
  const totals = {
    hits: new Float64Array(n),
    truth: new Float64Array(n),
    predicted: new Float64Array(n),
  };
  for (let t = 0; t < n; t++) {
    for (let p = 0; p <= n; p++) {
      const count = counts[t * (n + 1) + p]!;
      totals.truth[t]! += count;
      if (p < n) totals.predicted[p]! += count;
      if (p === t) totals.hits[t] = count;
    }
  }
  return totals;
}

/** The classes that the truth holds: the fixed set that a mean over classes is taken over. */
export function presentIds(matrix: ConfusionMatrix): number[] {
  const { truth } = classTotals(matrix);
  return matrix.ids.filter((_, i) => truth[i]! > 0);
}
