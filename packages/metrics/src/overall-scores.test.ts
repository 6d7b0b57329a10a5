import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scenes } from "../test/arbitraries.ts";
import { slowIou } from "../test/slow-reference.ts";
import {
  type ConfusionMatrix,
  classScores,
  countConfusion,
  createClassIndex,
  emptyMatrix,
  overallScores,
  presentIds,
} from "./index.ts";

/** Truth rows 1, 2, 3; class 3 is never in the truth, 4 pixels of class 2 are predicted as no class. */
const worked: ConfusionMatrix = {
  ids: [1, 2, 3],
  counts: Float64Array.of(6, 2, 0, 0, 1, 3, 2, 4, 0, 0, 0, 0),
};

describe("classScores", () => {
  it("follows the definitions on a worked example", () => {
    expect(classScores(worked)).toEqual([
      {
        id: 1,
        iou: 6 / 9,
        dice: 12 / 15,
        precision: 6 / 7,
        recall: 6 / 8,
        truthPixels: 8,
        predictedPixels: 7,
      },
      {
        id: 2,
        iou: 3 / 12,
        dice: 6 / 15,
        precision: 3 / 5,
        recall: 3 / 10,
        truthPixels: 10,
        predictedPixels: 5,
      },
      {
        id: 3,
        iou: 0,
        dice: 0,
        precision: 0,
        recall: null,
        truthPixels: 0,
        predictedPixels: 2,
      },
    ]);
  });

  it("equals the IoU of sets of pixels, and stays between 0 and 1", () => {
    fc.assert(
      fc.property(scenes, ({ ids, voidId, truth, prediction }) => {
        const scores = classScores(
          countConfusion(createClassIndex(ids, voidId), truth, prediction),
        );
        for (const score of scores) {
          expect(score.iou).toBe(slowIou(score.id, voidId, truth, prediction));
          for (const value of [score.iou, score.dice, score.precision, score.recall]) {
            if (value !== null) expect(value).toBeGreaterThanOrEqual(0);
            if (value !== null) expect(value).toBeLessThanOrEqual(1);
          }
          if (score.iou !== null && score.dice !== null) {
            expect(score.dice).toBeCloseTo((2 * score.iou) / (1 + score.iou), 12);
          }
        }
      }),
    );
  });
});

describe("overallScores", () => {
  it("takes means over the classes of the truth", () => {
    expect(overallScores(worked)).toEqual({
      meanIou: (6 / 9 + 3 / 12) / 2,
      pixelAccuracy: 9 / 18,
      meanAccuracy: (6 / 8 + 3 / 10) / 2,
      frequencyWeightedIou: (8 * (6 / 9) + 10 * (3 / 12)) / 18,
      pixels: 18,
    });
  });

  it("takes means over a fixed set when one is given", () => {
    expect(overallScores(worked, [1, 2, 3]).meanIou).toBeCloseTo((6 / 9 + 3 / 12) / 3, 15);
    expect(overallScores(worked, [1, 3]).meanAccuracy).toBe(6 / 8);
    expect(overallScores(worked, []).meanIou).toBeNull();
  });

  it("gives a class that is never predicted 0, not nothing", () => {
    const missed = { ids: [1, 2], counts: Float64Array.of(4, 0, 0, 4, 0, 0) };
    expect(overallScores(missed).meanIou).toBe(0.25);
  });

  it("is null, never NaN, without pixels", () => {
    expect(overallScores(emptyMatrix([1, 2]))).toEqual({
      meanIou: null,
      pixelAccuracy: null,
      meanAccuracy: null,
      frequencyWeightedIou: null,
      pixels: 0,
    });
  });

  it("is 1 for a perfect prediction and the same for any order of classes", () => {
    fc.assert(
      fc.property(scenes, ({ ids, voidId, truth, prediction }) => {
        const classes = createClassIndex(ids, voidId);
        const perfect = overallScores(countConfusion(classes, truth, truth));
        const any = perfect.pixels > 0;
        expect(perfect).toMatchObject({
          meanIou: any ? 1 : null,
          pixelAccuracy: any ? 1 : null,
          meanAccuracy: any ? 1 : null,
        });
        const turned = createClassIndex([...ids].reverse(), voidId);
        const a = overallScores(countConfusion(classes, truth, prediction));
        const b = overallScores(countConfusion(turned, truth, prediction));
        expect(b.meanIou ?? -1).toBeCloseTo(a.meanIou ?? -1, 12);
        expect(b.frequencyWeightedIou ?? -1).toBeCloseTo(a.frequencyWeightedIou ?? -1, 12);
        expect(b.pixelAccuracy).toBe(a.pixelAccuracy);
        expect(new Set(presentIds(countConfusion(classes, truth, prediction)))).toEqual(
          new Set([...truth].filter((label) => label !== voidId)),
        );
      }),
    );
  });
});
