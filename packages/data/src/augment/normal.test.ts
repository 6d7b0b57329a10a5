import { describe, expect, it } from "vitest";
import { createNormal } from "./normal.ts";

const COUNT = 200_000;

describe("createNormal", () => {
  const normal = createNormal(12_345);
  const values = Float64Array.from({ length: COUNT }, normal);
  const mean = (of: (value: number) => number) =>
    values.reduce((sum, value) => sum + of(value), 0) / COUNT;
  const share = (test: (value: number) => boolean) => values.filter(test).length / COUNT;

  it("has the moments of the normal distribution", () => {
    expect(mean((v) => v)).toBeCloseTo(0, 1.9);
    expect(mean((v) => v ** 2)).toBeCloseTo(1, 1.7);
    expect(mean((v) => v ** 3)).toBeCloseTo(0, 1.2);
    expect(mean((v) => v ** 4)).toBeCloseTo(3, 1);
  });

  it.each([
    [-2, 0.02275],
    [-1, 0.158655],
    [-0.25, 0.401294],
    [0, 0.5],
    [0.5, 0.691462],
    [1.5, 0.933193],
    [3, 0.99865],
    [3.5, 0.999767],
  ])("lies below %d with probability %d", (bound, expected) => {
    const deviation = Math.sqrt((expected * (1 - expected)) / COUNT);
    expect(Math.abs(share((value) => value < bound) - expected)).toBeLessThan(4 * deviation);
  });

  it("repeats itself for a seed only", () => {
    const first = (seed: number) => Array.from({ length: 20 }, createNormal(seed));
    expect(first(5)).toEqual(first(5));
    expect(first(5)).not.toEqual(first(6));
  });
});
