import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDepth, countDepth, depthScores, EMPTY_DEPTH, RasterSizeError } from "./index.ts";

describe("depth scores", () => {
  it("follow their definitions on a worked example", () => {
    const truth = Float32Array.of(1, 2, 4, 0);
    const prediction = Float32Array.of(1.25, 2, 3, 2);
    const scores = depthScores(countDepth(truth, prediction));
    expect(scores.rmse).toBeCloseTo(Math.sqrt((0.0625 + 0 + 1 + 4) / 4), 12);
    expect(scores.mae).toBeCloseTo((0.25 + 0 + 1 + 2) / 4, 12);
    // 1.25 is not below 1.25, and a ratio to a depth of zero does not exist.
    expect(scores.delta).toBeCloseTo(1 / 3, 12);
  });

  it("leave out truth pixels that are marked as missing", () => {
    const sums = countDepth(Uint16Array.of(0, 100, 200), Uint16Array.of(999, 110, 190), 0);
    expect(depthScores(sums)).toEqual({ rmse: 10, mae: 10, delta: 1 });
    expect(sums.pixels).toBe(2);
  });

  it("add up over images, in any order", () => {
    const raster = fc.array(fc.nat(255), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(raster, raster, (t, p) => {
        const [truth, prediction] = [Uint8Array.from(t), Uint8Array.from(p)];
        const parts = [0, 2, 4].map((i) =>
          countDepth(truth.subarray(i, i + 2), prediction.subarray(i, i + 2)),
        );
        const whole = countDepth(truth, prediction);
        expect(parts.reduce(addDepth, EMPTY_DEPTH)).toEqual(whole);
        const { rmse, mae, delta } = depthScores(whole);
        expect(rmse).toBeGreaterThanOrEqual(mae! - 1e-12);
        if (delta !== null) expect(delta).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("count a prediction of zero or less as outside the ratio", () => {
    expect(countDepth(Float32Array.of(1, 1), Float32Array.of(0, -1)).within).toBe(0);
  });

  it("are null without pixels, and refuse what is no number", () => {
    expect(depthScores(EMPTY_DEPTH)).toEqual({ rmse: null, mae: null, delta: null });
    expect(() => countDepth(Float32Array.of(1, 1), Float32Array.of(1, Number.NaN))).toThrow(
      "Pixel 1 has depth NaN",
    );
    expect(() => countDepth(new Uint8Array(2), new Uint8Array(3))).toThrow(RasterSizeError);
  });
});
