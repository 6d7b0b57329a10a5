import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BODY_PARTS_AUGMENTATION,
  compose,
  createRandom,
  horizontalFlip,
  type Sample,
  verticalFlip,
} from "./index.ts";

const samples = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
  .chain(({ width, height }) =>
    fc.record({
      rgb: fc.uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 }),
      labels: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 6 }),
      width: fc.constant(width),
      height: fc.constant(height),
    }),
  );
const withP = (p: number) => BODY_PARTS_AUGMENTATION.map((transform) => ({ ...transform, p }));
const clone = (sample: Sample) => ({
  ...sample,
  rgb: sample.rgb.slice(),
  labels: sample.labels.slice(),
});
const sorted = (labels: Uint8Array) => labels.slice().sort();

describe("compose", () => {
  it("keeps shape and labels' counts, repeats itself for a seed, leaves its input alone", () => {
    const augment = compose(withP(1));
    fc.assert(
      fc.property(samples, fc.integer(), (sample, seed) => {
        const before = clone(sample);
        const first = augment(sample, createRandom(seed));
        expect(augment(sample, createRandom(seed))).toEqual(first);
        expect(sample).toEqual(before);
        expect([first.width, first.height]).toEqual([sample.width, sample.height]);
        expect(first.rgb).toHaveLength(sample.rgb.length);
        expect(sorted(first.labels)).toEqual(sorted(sample.labels));
      }),
      { numRuns: 60 },
    );
  });

  it("gives the sample itself at p = 0", () => {
    fc.assert(
      fc.property(samples, fc.integer(), (sample, seed) => {
        expect(compose(withP(0))(sample, createRandom(seed))).toBe(sample);
      }),
      { numRuns: 20 },
    );
  });

  it("keeps image and labels in step", () => {
    // Each pixel's red is its label, so a step out of line would show.
    const augment = compose(BODY_PARTS_AUGMENTATION.slice(-1).concat(horizontalFlip()));
    fc.assert(
      fc.property(samples, fc.integer(), (sample, seed) => {
        const rgb = sample.rgb.slice();
        for (const [i, label] of sample.labels.entries()) rgb[3 * i] = label;
        const result = augment({ ...sample, rgb }, createRandom(seed));
        expect(result.rgb.filter((_, i) => i % 3 === 0)).toEqual(result.labels);
      }),
      { numRuns: 40 },
    );
  });

  it("applies each transform as often as its p says", () => {
    const image = { rgb: Uint8Array.from([1, 1, 1, 2, 2, 2]), labels: Uint8Array.from([1, 2]) };
    const sample = { ...image, width: 2, height: 1 };
    const augment = compose([horizontalFlip({ p: 0.3 }), verticalFlip({ p: 0 })]);
    const random = createRandom(3);
    let mirrored = 0;
    for (let i = 0; i < 2000; i++) if (augment(sample, random).labels[0] === 2) mirrored++;
    expect(mirrored / 2000).toBeGreaterThan(0.26);
    expect(mirrored / 2000).toBeLessThan(0.34);
  });

  it("refuses a p outside 0..1 and arrays that do not fit", () => {
    expect(() => compose([horizontalFlip({ p: 1.5 })])).toThrow("p of HorizontalFlip must lie");
    const sample = { rgb: new Uint8Array(12), labels: new Uint8Array(3), width: 2, height: 2 };
    expect(() => compose([])(sample, createRandom(1))).toThrow("needs 12 RGB values and 4 labels");
  });
});

describe("BODY_PARTS_AUGMENTATION", () => {
  it("is the recipe's list", () => {
    expect(BODY_PARTS_AUGMENTATION.map(({ name, p }) => [name, p])).toEqual([
      ["CoarseDropout", 0.3],
      ["GaussNoise", 0.5],
      ["RandomBrightnessContrast", 0.3],
      ["RandomGamma", 0.3],
      ["CLAHE", 0.3],
      ["Flip", 0.3],
    ]);
  });
});
