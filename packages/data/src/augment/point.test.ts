import { describe, expect, it } from "vitest";
import { brightnessContrastTable } from "./brightness-contrast.ts";
import { gammaTable } from "./gamma.ts";
import { addNoise } from "./gauss-noise.ts";
import { gaussNoise, normalize, randomBrightnessContrast, randomGamma } from "./index.ts";
import { bytes, readFixture } from "./testing/fixture.ts";

const fixture = readFixture<{
  brightnessContrast: { gain: number; shift: number; table: string }[];
  gamma: { gamma: number; table: string }[];
  noise: { rgb: string; noise: number[]; expected: string };
  normalized: { rgb: string; expected: number[] };
}>("point");

describe("point transforms against numpy", () => {
  it.each(fixture.brightnessContrast)("gain $gain, shift $shift", ({ gain, shift, table }) => {
    expect(brightnessContrastTable(gain, shift)).toEqual(bytes(table));
  });

  it.each(fixture.gamma)("gamma $gamma", ({ gamma, table }) => {
    expect(gammaTable(gamma)).toEqual(bytes(table));
  });

  it("adds noise, clips and cuts fractions off", () => {
    const { rgb, noise, expected } = fixture.noise;
    const values = noise.values();
    expect(addNoise(bytes(rgb), () => values.next().value as number)).toEqual(bytes(expected));
  });

  it("normalizes by ImageNet's statistics", () => {
    const { rgb, expected } = fixture.normalized;
    const imageNet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } as const;
    const target = new Float32Array(expected.length);
    expect(normalize(bytes(rgb), imageNet, target)).toBe(target);
    for (const [i, value] of expected.entries()) expect(target[i]).toBeCloseTo(value, 4);
    expect(() => normalize(bytes(rgb), imageNet, new Float32Array(1))).toThrow("do not fit");
  });
});

describe("their options", () => {
  it("refuses intervals that do not ascend or start too low", () => {
    expect(() => gaussNoise({ variance: [-1, 5] })).toThrow(
      "variance takes two ascending numbers of at least 0, not -1 and 5",
    );
    expect(() => randomGamma({ gamma: [120, 80] })).toThrow(RangeError);
    expect(() => randomBrightnessContrast({ contrast: [0, Number.NaN] })).toThrow(RangeError);
  });
});
