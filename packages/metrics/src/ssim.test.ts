import { describe, expect, it } from "vitest";
import { RasterSizeError, ssim } from "./index.ts";
import { xoshiro128 } from "./random.ts";

/** Window by window with a 2-D kernel and centred moments, as equations 14 to 16 are written. */
function slowSsim(x: Float64Array, y: Float64Array, width: number, height: number, range: number) {
  const weight = (u: number, v: number) => Math.exp(-((u - 5) ** 2 + (v - 5) ** 2) / 4.5);
  const cells = Array.from({ length: 121 }, (_, k) => [k % 11, Math.floor(k / 11)] as const);
  const total = cells.reduce((sum, [u, v]) => sum + weight(u, v), 0);
  const values: number[] = [];
  for (let top = 0; top + 11 <= height; top++) {
    for (let left = 0; left + 11 <= width; left++) {
      const mean = (value: (i: number) => number) =>
        cells.reduce(
          (sum, [u, v]) => sum + (weight(u, v) / total) * value((top + v) * width + left + u),
          0,
        );
      const mx = mean((i) => x[i]!);
      const my = mean((i) => y[i]!);
      const vx = mean((i) => (x[i]! - mx) ** 2);
      const vy = mean((i) => (y[i]! - my) ** 2);
      const cov = mean((i) => (x[i]! - mx) * (y[i]! - my));
      const [c1, c2] = [(0.01 * range) ** 2, (0.03 * range) ** 2];
      values.push(
        ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx ** 2 + my ** 2 + c1) * (vx + vy + c2)),
      );
    }
  }
  return values.reduce((a, b) => a + b) / values.length;
}

const size = { width: 19, height: 14, dynamicRange: 255 };

function noise(seed: number): Float64Array {
  const random = xoshiro128(seed);
  return Float64Array.from({ length: 19 * 14 }, (_, i) => (random() % 128) + (i % 19) * 6);
}

describe("SSIM", () => {
  it("equals the definition, window by window", () => {
    const [x, y] = [noise(1), noise(2)];
    expect(ssim(x, y, size)).toBeCloseTo(slowSsim(x, y, 19, 14, 255), 10);
    const dimmed = x.map((v) => v * 0.7 + 20);
    expect(ssim(x, dimmed, size)).toBeCloseTo(slowSsim(x, dimmed, 19, 14, 255), 10);
  });

  it("is 1 for equal images, symmetric, and negative for an inverted one", () => {
    const [x, y] = [noise(3), noise(4)];
    expect(ssim(x, x, size)).toBe(1);
    expect(ssim(x, y, size)).toBeCloseTo(ssim(y, x, size), 12);
    const mean = x.reduce((a, b) => a + b) / x.length;
    expect(
      ssim(
        x,
        x.map((v) => 2 * mean - v),
        size,
      ),
    ).toBeLessThan(0);
  });

  it("compares flat images by luminance alone", () => {
    const flat = { width: 11, height: 11, dynamicRange: 1 };
    const black = new Float32Array(121);
    const white = new Float32Array(121).fill(1);
    expect(ssim(black, white, flat)).toBeCloseTo(0.0001 / 1.0001, 10);
  });

  it("refuses images smaller than the window, wrong sizes and ranges", () => {
    const small = { width: 10, height: 11, dynamicRange: 1 };
    expect(() => ssim(new Uint8Array(110), new Uint8Array(110), small)).toThrow("11 x 11");
    expect(() => ssim(new Uint8Array(121), new Uint8Array(120), { ...small, width: 11 })).toThrow(
      RasterSizeError,
    );
    expect(() => ssim(noise(1), noise(1), { ...size, dynamicRange: 0 })).toThrow(RangeError);
  });
});
