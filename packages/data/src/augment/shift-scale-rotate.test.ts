import { describe, expect, it } from "vitest";
import { createRandom, shiftScaleRotate } from "./index.ts";
import { matrixOf } from "./shift-scale-rotate.ts";
import { bytes, readFixture } from "./testing/fixture.ts";
import { warpAffine } from "./warp-affine.ts";

const { image, cases } = readFixture<{
  image: { width: number; height: number; rgb: string; labels: string };
  cases: {
    angle: number;
    scale: number;
    dx: number;
    dy: number;
    rgb: string;
    labels: string;
  }[];
}>("shift-scale-rotate");
const { width, height } = image;
const sample = { rgb: bytes(image.rgb), labels: bytes(image.labels), width, height };

describe("ShiftScaleRotate against OpenCV", () => {
  it.each(cases)("$angle degrees, x $scale, by $dx, $dy", ({ angle, scale, dx, dy, ...moved }) => {
    const warped = warpAffine(sample, matrixOf(sample, angle, scale, dx, dy));
    expect([...warped.labels]).toEqual([...bytes(moved.labels)]);
    expect([...warped.rgb]).toEqual([...bytes(moved.rgb)]);
  });

  it("draws within its intervals, and the same for the same state", () => {
    const still = shiftScaleRotate({ shift: [0, 0], scale: [0, 0], rotate: [0, 0] });
    expect(still.apply(sample, createRandom(1))).toEqual(sample);
    const moving = shiftScaleRotate();
    const [a, b] = [2, 2].map((seed) => moving.apply(sample, createRandom(seed)));
    expect(a).toEqual(b);
    expect(a).not.toEqual(sample);
  });

  it("refuses what makes no picture", () => {
    expect(() => shiftScaleRotate({ scale: [-1, 0] })).toThrow(RangeError);
    expect(() => warpAffine(sample, [0, 0, 0, 0, 0, 0])).toThrow("flattens");
  });
});
