import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromSparse, toSparse } from "./index.ts";

describe("sparse matrices", () => {
  it("come back as they were, also through JSON", () => {
    const cell = fc.oneof(fc.constant(0), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(cell, { minLength: 12, maxLength: 12 }), (cells) => {
        const matrix = { ids: [1, 2, 9], counts: Float64Array.from(cells) };
        const sparse = toSparse(matrix);
        expect(fromSparse([1, 2, 9], JSON.parse(JSON.stringify(sparse)))).toEqual(matrix);
        expect(sparse).toHaveLength(2 * cells.filter((c) => c > 0).length);
      }),
    );
  });

  it.each([
    ["half a pair", [0, 1, 2], "pairs"],
    ["an index outside", [6, 1], "Index 6"],
    ["a negative index", [-1, 1], "Index -1"],
    ["an index twice", [3, 1, 3, 1], "Index 3"],
    ["a broken count", [0, 1.5], "Count 1.5"],
    ["a zero", [0, 0], "Count 0"],
    ["a negative count", [0, -4], "Count -4"],
  ])("refuse %s", (_, sparse, message) => {
    expect(() => fromSparse([1, 2], sparse)).toThrow(RangeError);
    expect(() => fromSparse([1, 2], sparse)).toThrow(message);
  });
});
