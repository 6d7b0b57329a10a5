import { MAX_LABEL } from "./label-raster.ts";

/** Where each label of a challenge stands in its confusion matrices. Made once, shared by all images. */
export interface ClassIndex {
  /** Class ids in the order of the matrix's rows and columns. */
  readonly ids: readonly number[];
  readonly voidId: number | null;
  /** label -> column; every label that is no class has the extra column `ids.length` ("other"). */
  readonly columnOf: Uint16Array;
  /** label -> row x (n + 1); row n is void, row n + 1 is a label that must not be in a truth. */
  readonly rowOffsetOf: Uint32Array;
}

/**
 * @param ids distinct class ids, 0 to 65535, in any order, not necessarily contiguous
 * @param voidId label of truth pixels that are left out of the score; not a class
 * @throws RangeError when ids are empty, repeated or out of range, or void is one of them
 */
export function createClassIndex(ids: readonly number[], voidId: number | null = null): ClassIndex {
  if (ids.length === 0) throw new RangeError("A class list needs at least one class.");
  for (const id of voidId === null ? ids : [...ids, voidId]) {
    if (!Number.isInteger(id) || id < 0 || id > MAX_LABEL) {
      throw new RangeError(`Class id ${id} is not a whole number from 0 to ${MAX_LABEL}.`);
    }
  }
  if (new Set(ids).size !== ids.length) throw new RangeError("Two classes have the same id.");
  if (voidId !== null && ids.includes(voidId)) {
    throw new RangeError(`Label ${voidId} cannot be both a class and void.`);
  }
  const n = ids.length;
  const stride = n + 1;
  const columnOf = new Uint16Array(MAX_LABEL + 1).fill(n);
  const rowOffsetOf = new Uint32Array(MAX_LABEL + 1).fill((n + 1) * stride);
  if (voidId !== null) rowOffsetOf[voidId] = n * stride;
  for (const [i, id] of ids.entries()) {
    columnOf[id] = i;
    rowOffsetOf[id] = i * stride;
  }
  return { ids: [...ids], voidId, columnOf, rowOffsetOf };
}
