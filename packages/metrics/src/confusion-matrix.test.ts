import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMatrix, type ConfusionMatrix, emptyMatrix, presentIds, sumMatrices } from "./index.ts";

const ids = [3, 0, 7];
const matrices = fc
  .array(fc.nat(2 ** 32 - 1), { minLength: 12, maxLength: 12 })
  .map((counts): ConfusionMatrix => ({ ids, counts: Float64Array.from(counts) }));

describe("sums of confusion matrices", () => {
  it("are the same in any order and grouping", () => {
    fc.assert(
      fc.property(matrices, matrices, matrices, (a, b, c) => {
        const left = sumMatrices(ids, [sumMatrices(ids, [a, b]), c]);
        const right = sumMatrices(ids, [a, sumMatrices(ids, [b, c])]);
        expect(left).toEqual(right);
        expect(sumMatrices(ids, [c, b, a])).toEqual(left);
        expect(sumMatrices(ids, [a, emptyMatrix(ids)])).toEqual(a);
      }),
    );
  });

  it("stay exact over 20,000 masks of 640 x 853 in one cell", () => {
    const mask: ConfusionMatrix = { ids: [1], counts: Float64Array.of(640 * 853 - 1, 1) };
    const sum = sumMatrices([1], new Array<ConfusionMatrix>(20_000).fill(mask));
    expect([...sum.counts]).toEqual([10_918_380_000, 20_000]);
  });

  it("refuse another class list", () => {
    expect(() => addMatrix(emptyMatrix([1, 2]), emptyMatrix([2, 1]))).toThrow(RangeError);
    expect(() => addMatrix(emptyMatrix([1, 2]), emptyMatrix([1, 2, 3]))).toThrow(RangeError);
  });
});

describe("presentIds", () => {
  it("names the classes of the truth, also those only predicted as no class", () => {
    const counts = Float64Array.of(0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);
    expect(presentIds({ ids, counts })).toEqual([3, 7]);
  });
});
