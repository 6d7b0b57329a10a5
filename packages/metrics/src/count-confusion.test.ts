import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellsOf, scenes } from "../test/arbitraries.ts";
import { slowConfusion } from "../test/slow-reference.ts";
import { RasterSizeError, TruthLabelError } from "./errors.ts";
import { countConfusion, createClassIndex, packLabels } from "./index.ts";

describe("countConfusion", () => {
  it("equals a loop over pixels on any raster, class list and void", () => {
    fc.assert(
      fc.property(scenes, ({ ids, voidId, truth, prediction }) => {
        const classes = createClassIndex(ids, voidId);
        const expected = slowConfusion(ids, voidId, truth, prediction);
        for (const given of [truth, packLabels(truth)]) {
          const { counts } = countConfusion(classes, given, prediction);
          expect(cellsOf(ids, counts)).toEqual(new Map([...expected].filter(([, n]) => n > 0)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("counts every pixel whose truth is not void, once", () => {
    fc.assert(
      fc.property(scenes, ({ ids, voidId, truth, prediction }) => {
        const { counts } = countConfusion(createClassIndex(ids, voidId), truth, prediction);
        const counted = truth.filter((label: number) => label !== voidId).length;
        expect(counts.reduce((a, b) => a + b, 0)).toBe(counted);
      }),
    );
  });

  it("permutes rows and columns with the class list", () => {
    fc.assert(
      fc.property(scenes, ({ ids, voidId, truth, prediction }) => {
        const turned = [...ids].reverse();
        const a = countConfusion(createClassIndex(ids, voidId), truth, prediction);
        const b = countConfusion(createClassIndex(turned, voidId), truth, prediction);
        expect(cellsOf(turned, b.counts)).toEqual(cellsOf(ids, a.counts));
      }),
    );
  });

  it("compares an 8-bit truth with a 16-bit prediction and the other way round", () => {
    const classes = createClassIndex([1, 2], 0);
    const values = [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2];
    const narrow = Uint8Array.from(values);
    const wide = Uint16Array.from(values, (v, i) => (i === 20 ? 513 : v));
    expect([...countConfusion(classes, narrow, wide).counts]).toEqual([18, 0, 0, 0, 1, 1]);
    expect([...countConfusion(classes, Uint16Array.from(values), narrow).counts]).toEqual([
      18, 0, 0, 0, 2, 0,
    ]);
  });

  it("puts predictions that are no class, void included, into the extra column", () => {
    const { counts } = countConfusion(
      createClassIndex([0, 3], 255),
      Uint8Array.of(0, 0, 0, 3, 255),
      Uint8Array.of(0, 9, 255, 3, 0),
    );
    expect([...counts]).toEqual([1, 0, 2, 0, 1, 0]);
  });

  it.each([
    ["among single pixels", 5],
    ["in a long run", 100],
    ["in the last incomplete word", 402],
  ])("names a truth label that is neither class nor void, %s", (_, pixel) => {
    const truth = new Uint8Array(403).fill(1);
    truth.set([2, 1, 2, 1, 2, 1, 2, 1, 2], 1);
    truth.fill(7, pixel, pixel === 100 ? 200 : pixel + 1);
    const prediction = new Uint8Array(403).fill(1);
    const count = () => countConfusion(createClassIndex([1, 2], 0), truth, prediction);
    expect(count).toThrow(TruthLabelError);
    expect(count).toThrow(RangeError);
    expect(count).toThrow(expect.objectContaining({ label: 7, pixel }));
  });

  it("refuses rasters of different sizes", () => {
    const count = () =>
      countConfusion(createClassIndex([1]), new Uint8Array(8).fill(1), new Uint8Array(9));
    expect(count).toThrow(RasterSizeError);
    expect(count).toThrow("The prediction has 9 pixels where 8 are expected.");
  });

  it("counts 65,536 different labels and empty rasters", () => {
    const all = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const classes = createClassIndex([0, 65535], null);
    expect(() => countConfusion(classes, all, all)).toThrow(TruthLabelError);
    const truth = new Uint16Array(65536);
    expect([...countConfusion(classes, truth, all).counts]).toEqual([1, 1, 65534, 0, 0, 0]);
    expect([...countConfusion(classes, new Uint8Array(), new Uint8Array()).counts]).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });
});
