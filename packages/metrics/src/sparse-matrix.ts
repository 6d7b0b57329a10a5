import { type ConfusionMatrix, emptyMatrix } from "./confusion-matrix.ts";

/** The counts that are not zero as `[index, count, index, count, ...]`, indices ascending. */
export type SparseCounts = number[];

export function toSparse({ counts }: ConfusionMatrix): SparseCounts {
  const sparse: SparseCounts = [];
  for (const [index, count] of counts.entries()) if (count !== 0) sparse.push(index, count);
  return sparse;
}

/** @throws RangeError when the list is not one that `toSparse` writes for these classes */
export function fromSparse(ids: readonly number[], sparse: readonly number[]): ConfusionMatrix {
  const matrix = emptyMatrix(ids);
  if (sparse.length % 2 !== 0) throw new RangeError("A sparse matrix needs pairs of numbers.");
  let previous = -1;
  for (let i = 0; i < sparse.length; i += 2) {
    const index = sparse[i]!;
    const count = sparse[i + 1]!;
    if (!Number.isInteger(index) || index <= previous || index >= matrix.counts.length) {
      throw new RangeError(`Index ${index} of a sparse matrix of ${ids.length} classes is wrong.`);
    }
    if (!Number.isSafeInteger(count) || count <= 0) {
      throw new RangeError(`Count ${count} of a sparse matrix is not a positive whole number.`);
    }
    matrix.counts[index] = count;
    previous = index;
  }
  return matrix;
}
