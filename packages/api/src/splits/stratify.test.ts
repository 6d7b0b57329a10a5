import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitBalance } from "./balance.ts";
import { randomSplit, type StratifiedImage, stratifiedSplit } from "./stratify.ts";

/** Images of three classes: one everywhere, one in every fifth image, one in two images. */
const images = (count: number): StratifiedImage[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `image-${index}`,
    classPixels: [
      1_000 + ((index * 7_919) % 500),
      index % 5 === 0 ? 10 + ((index * 104_729) % 900) : 0,
      index === 3 || index === 4 ? 77 : 0,
    ],
  }));

const IDS = [1, 4, 9];

describe("a stratified split", () => {
  test("gives both sides each class, at like shares", () => {
    const all = images(100);
    for (const seed of [1, 2, 3, 4, 5]) {
      const sides = stratifiedSplit(all, { publicShare: 0.3, seed });
      const { images: counts, classes, missing } = splitBalance(IDS, all, sides);
      expect(counts).toEqual({ public: 30, private: 70 });
      expect(missing).toEqual({ public: [], private: [] });
      const [, rare, rarest] = classes;
      expect(rare!.public.images).toBe(6);
      expect(rarest!.public.images).toBe(1);
      expect(rare!.public.share / rare!.private.share).toBeGreaterThan(0.6);
      expect(rare!.public.share / rare!.private.share).toBeLessThan(1.6);
    }
  });

  test("leaves less to chance than a random one", () => {
    const all = images(60);
    const spread = (split: typeof stratifiedSplit) => {
      let sum = 0;
      for (let seed = 0; seed < 40; seed++) {
        const [, rare] = splitBalance(IDS, all, split(all, { publicShare: 0.5, seed })).classes;
        sum += Math.abs(rare!.public.share - rare!.private.share);
      }
      return sum;
    };
    const byChance = spread((some, share) =>
      randomSplit(
        some.map(({ id }) => id),
        share,
      ),
    );
    expect(spread(stratifiedSplit)).toBeLessThan(byChance / 2);
  });

  test("has every image once, the size asked for, and depends on the seed alone", () => {
    const image = fc.array(fc.nat(1_000), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(image, { minLength: 2, maxLength: 40 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.nat(),
        (pixels, publicShare, seed) => {
          const all = pixels.map((classPixels, index) => ({ id: String(index), classPixels }));
          const sides = stratifiedSplit(all, { publicShare, seed });
          expect(sides.size).toBe(all.length);
          const shown = [...sides.values()].filter((side) => side === "public").length;
          expect(shown).toBeGreaterThan(0);
          expect(shown).toBeLessThan(all.length);
          expect(Math.abs(shown - publicShare * all.length)).toBeLessThanOrEqual(1);
          expect(stratifiedSplit(all, { publicShare, seed })).toEqual(sides);
        },
      ),
    );
  });
});

test("a random split has the size asked for and another seed gives another one", () => {
  const ids = images(50).map(({ id }) => id);
  const one = randomSplit(ids, { publicShare: 0.2, seed: 1 });
  expect([...one.values()].filter((side) => side === "public")).toHaveLength(10);
  expect(randomSplit(ids, { publicShare: 0.2, seed: 1 })).toEqual(one);
  expect(randomSplit(ids, { publicShare: 0.2, seed: 2 })).not.toEqual(one);
});

test("a class that is on one side only is named", () => {
  const all = images(10);
  const sides = new Map(all.map(({ id }, at) => [id, at < 5 ? "public" : "private"] as const));
  expect(splitBalance(IDS, all, sides).missing).toEqual({ public: [], private: [9] });
});
