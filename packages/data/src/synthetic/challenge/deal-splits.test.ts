import { describe, expect, it } from "vitest";
import { dealSplits } from "./deal-splits.ts";

function dealt(images: number, publicCount: number, seed: number) {
  const list = Array.from({ length: images }, (_, i) => ({
    file: `animal-${String(i + 1).padStart(4, "0")}.jpg`,
    species: [i % 4 === 0 ? "hen" : "cow"],
  }));
  const rows = dealSplits(list, publicCount, seed).trim().split("\n").slice(1);
  return { list, splits: rows.map((row) => row.split(",")[1]) };
}

describe("dealSplits", () => {
  it.each([
    [80, 40],
    [7, 3],
    [10, 9],
    [5, 0],
    [5, 5],
    [0, 0],
  ])("deals %i images with %i public ones", (images, count) => {
    for (const seed of [1, 2, 3]) {
      const { splits } = dealt(images, count, seed);
      expect(splits).toHaveLength(images);
      expect(splits.filter((split) => split === "public")).toHaveLength(count);
    }
  });

  it("spreads a species over both splits", () => {
    const { list, splits } = dealt(80, 40, 5);
    const hens = splits.filter((split, i) => split === "public" && list[i]!.species[0] === "hen");
    expect(hens.length).toBeGreaterThanOrEqual(9);
    expect(hens.length).toBeLessThanOrEqual(11);
  });

  it("depends on the seed and not on the order of names", () => {
    expect(dealt(80, 40, 1).splits).not.toEqual(dealt(80, 40, 2).splits);
    const alternating = dealt(80, 40, 1).splits.every(
      (split, i, all) => i === 0 || split !== all[i - 1],
    );
    expect(alternating).toBe(false);
  });
});
