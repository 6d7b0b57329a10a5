import { expect, it } from "vitest";
import { classWeights } from "./class-weights.ts";

it("equals scikit-learn's balanced weights", () => {
  // compute_class_weight("balanced", classes=[0, 1, 2], y=[0] * 6 + [1] * 3 + [2])
  const expected = [0.5555555555555556, 1.1111111111111112, 3.3333333333333335];
  for (const [i, w] of classWeights([6, 3, 1], "balanced").entries())
    expect(w).toBeCloseTo(expected[i]!, 12);
  expect(classWeights([6, 3, 1], "sqrt")[2]).toBeCloseTo(Math.sqrt(10 / 3), 12);
});

it("balances by the median and leaves absent classes out", () => {
  expect(classWeights([6, 3, 0, 1], "median")).toEqual([0.5, 1, 0, 3]);
  expect(classWeights([8, 2], "median")).toEqual([0.625, 2.5]);
  expect(classWeights([8, 2, 0], "none")).toEqual([1, 1, 1]);
});
