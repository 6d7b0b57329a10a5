import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scenes } from "../test/arbitraries.ts";
import { createClassIndex, labelHistogram, unknownLabels } from "./index.ts";

describe("labelHistogram", () => {
  it("equals a count by pixel", () => {
    fc.assert(
      fc.property(scenes, ({ prediction }) => {
        const expected = new Map<number, number>();
        for (const label of prediction) expected.set(label, (expected.get(label) ?? 0) + 1);
        const counted = [...labelHistogram(prediction).entries()].filter(([, count]) => count > 0);
        expect(new Map(counted)).toEqual(expected);
      }),
    );
  });
});

describe("unknownLabels", () => {
  it("names each label outside the classes with its first pixel", () => {
    const labels = new Uint8Array(50).fill(1).fill(9, 10, 30).fill(0, 30, 40);
    labels[3] = 200;
    expect(unknownLabels(createClassIndex([1, 2], 0), labels)).toEqual([
      { label: 9, pixel: 10, count: 20 },
      { label: 200, pixel: 3, count: 1 },
    ]);
    expect(unknownLabels(createClassIndex([1, 9, 200], 0), labels)).toEqual([]);
  });
});
