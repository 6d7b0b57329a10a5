import { describe, expect, it } from "vitest";
import { randomSplit } from "./split.ts";

const items = Array.from({ length: 10 }, (_, i) => i);

describe("randomSplit", () => {
  it("gives int(0.3 n) to the validation and every item once", () => {
    const { train, validation } = randomSplit(items, { fraction: 0.3, seed: 1 });
    expect(validation).toHaveLength(3);
    expect([...train, ...validation].sort((a, b) => a - b)).toEqual(items);
  });

  it("depends on the seed alone", () => {
    const of = (seed: number) => randomSplit(items, { fraction: 0.3, seed }).validation;
    expect(of(4)).toEqual(of(4));
    expect(new Set([1, 2, 3, 4].map((seed) => of(seed).join())).size).toBeGreaterThan(1);
  });

  it("keeps groups together", () => {
    for (let seed = 0; seed < 20; seed++) {
      const { train, validation } = randomSplit(items, { fraction: 0.3, seed }, (i) =>
        String(i >> 1),
      );
      const inside = new Set(validation.map((i) => i >> 1));
      expect(train.some((i) => inside.has(i >> 1))).toBe(false);
      expect(validation).toHaveLength(4);
    }
  });

  it("refuses what can't be split", () => {
    expect(() => randomSplit(items, { fraction: 0.3, seed: 0 }, () => "one")).toThrow(/2 images/);
  });
});
