import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slowInBand } from "../test/slow-reference.ts";
import {
  addBoundary,
  boundaryDistance,
  boundaryScores,
  countBoundary,
  createClassIndex,
  emptyBoundary,
  RasterSizeError,
  TruthLabelError,
} from "./index.ts";

const classes = createClassIndex([1, 2, 4], 0);

/** Pictures of a few rectangles on a ground. */
const pictures = fc
  .record({
    width: fc.integer({ min: 1, max: 24 }),
    height: fc.integer({ min: 1, max: 24 }),
    boxes: fc.array(fc.tuple(fc.nat(23), fc.nat(23), fc.nat(12), fc.nat(12), fc.nat(3)), {
      maxLength: 8,
    }),
    d: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ width, height, boxes, d }) => {
    const draw = (part: typeof boxes) => {
      const labels = new Uint8Array(width * height).fill(1);
      for (const [x, y, w, h, pick] of part) {
        for (let v = y; v < Math.min(height, y + h); v++) {
          for (let u = x; u < Math.min(width, x + w); u++) {
            labels[v * width + u] = [0, 1, 2, 4][pick]!;
          }
        }
      }
      return labels;
    };
    const dilationRatio = d / Math.hypot(width, height);
    return {
      width,
      height,
      d,
      dilationRatio,
      truth: draw(boxes),
      prediction: draw(boxes.slice(1)),
    };
  });

describe("Boundary IoU", () => {
  it("equals a search of every pixel's surroundings", () => {
    fc.assert(
      fc.property(pictures, ({ width, height, d, dilationRatio, truth, prediction }) => {
        const counts = countBoundary(classes, truth, prediction, { width, height, dilationRatio });
        const expected = emptyBoundary(classes.ids);
        for (const [i, t] of truth.entries()) {
          if (t === 0) continue;
          const at = [width, height, d, i % width, Math.floor(i / width)] as const;
          const [row, column] = [classes.ids.indexOf(t), classes.ids.indexOf(prediction[i]!)];
          const inTruth = slowInBand(truth, ...at);
          const inPrediction = slowInBand(prediction, ...at);
          if (inTruth) expected.truth[row]!++;
          if (inPrediction && column >= 0) expected.prediction[column]!++;
          if (inTruth && inPrediction && row === column) expected.both[row]!++;
        }
        expect(counts).toEqual(expected);
      }),
    );
  });

  it("is 1 for equal masks and null for absent classes", () => {
    const labels = new Uint8Array(100).fill(1).fill(2, 30, 60);
    const counts = countBoundary(classes, labels, labels, { width: 10, height: 10 });
    expect(boundaryScores(counts)).toEqual({
      meanIou: 1,
      perClass: [
        { id: 1, iou: 1 },
        { id: 2, iou: 1 },
        { id: 4, iou: null },
      ],
    });
    expect(boundaryScores(emptyBoundary([1])).meanIou).toBeNull();
  });

  it("adds up over images before it divides", () => {
    const size = { width: 4, height: 1 };
    const a = countBoundary(classes, Uint8Array.of(1, 1, 2, 2), Uint8Array.of(1, 1, 1, 1), size);
    const b = countBoundary(classes, Uint8Array.of(1, 1, 1, 1), Uint8Array.of(1, 1, 1, 1), size);
    const sum = emptyBoundary(classes.ids);
    addBoundary(sum, a);
    addBoundary(sum, b);
    expect(boundaryScores(sum)).toMatchObject({ meanIou: (6 / 8 + 0) / 2 });
    expect(() => addBoundary(sum, emptyBoundary([1]))).toThrow(RangeError);
  });

  it("takes 2 % of the diagonal, at least one pixel", () => {
    expect(boundaryDistance({ width: 640, height: 853 })).toBe(21);
    expect(boundaryDistance({ width: 4, height: 4 })).toBe(1);
    expect(boundaryDistance({ width: 300, height: 400, dilationRatio: 0.01 })).toBe(5);
    expect(() => boundaryDistance({ width: 4, height: 4, dilationRatio: 0 })).toThrow(RangeError);
  });

  it("refuses wrong sizes and unknown truth labels", () => {
    const size = { width: 2, height: 2 };
    const good = new Uint8Array(4).fill(1);
    expect(() => countBoundary(classes, good, new Uint8Array(5), size)).toThrow(RasterSizeError);
    const stray = Uint8Array.of(1, 1, 3, 1);
    expect(() => countBoundary(classes, stray, good, size)).toThrow(TruthLabelError);
  });
});
