import { describe, expect, it } from "vitest";
import { coarseDropout, createRandom } from "./index.ts";

const gray = (width: number, height: number) => ({
  rgb: new Uint8Array(width * height * 3).fill(200),
  labels: new Uint8Array(width * height).fill(3),
  width,
  height,
});
const holed = (rgb: Uint8Array) => rgb.filter((value) => value === 0).length / 3;

describe("coarseDropout", () => {
  it("paints one 8 x 8 square whole, wherever it falls, and leaves the labels", () => {
    const transform = coarseDropout({ holes: [1, 1] });
    const random = createRandom(1);
    for (let i = 0; i < 200; i++) {
      const { rgb, labels } = transform.apply(gray(11, 9), random);
      const pixels = [...rgb.keys()].filter((at) => at % 3 === 0 && rgb[at] === 0);
      const columns = new Set(pixels.map((at) => (at / 3) % 11));
      const rows = new Set(pixels.map((at) => Math.floor(at / 33)));
      expect([pixels.length, columns.size, rows.size]).toEqual([64, 8, 8]);
      expect(labels).toEqual(gray(11, 9).labels);
    }
  });

  it("paints eight by default", () => {
    const random = createRandom(2);
    const areas = Array.from({ length: 50 }, () =>
      holed(coarseDropout().apply(gray(400, 400), random).rgb),
    );
    // Squares may overlap, so that the area falls short of 8 x 64 now and then.
    expect(Math.max(...areas)).toBe(512);
    expect(Math.min(...areas)).toBeGreaterThan(400);
  });

  it("reaches every corner", () => {
    const random = createRandom(3);
    const transform = coarseDropout({ holes: [1, 1], holeHeight: [1, 1], holeWidth: [1, 1] });
    const seen = new Set<number>();
    for (let i = 0; i < 400; i++) seen.add(transform.apply(gray(4, 3), random).rgb.indexOf(0) / 3);
    expect(seen.size).toBe(12);
  });

  it("fills colour and label as told, and covers an image smaller than the hole", () => {
    const transform = coarseDropout({ holes: [1, 1], fill: 7, fillLabel: 0 });
    const { rgb, labels } = transform.apply(gray(5, 4), createRandom(1));
    expect(new Set(rgb)).toEqual(new Set([7]));
    expect(new Set(labels)).toEqual(new Set([0]));
    expect(() => coarseDropout({ holes: [0, 2] })).toThrow("at least 1");
  });
});
