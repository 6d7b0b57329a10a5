import { describe, expect, it } from "vitest";
import { equalizeLightness } from "./clahe.ts";
import { equalizeAdaptively } from "./equalize.ts";
import { clahe, createRandom } from "./index.ts";
import { labToRgb, rgbToLab } from "./lab.ts";
import { bytes, readFixture } from "./testing/fixture.ts";

const { levels, cases, ...lab } = readFixture<{
  levels: number[];
  rgbToLab: string;
  labToRgb: string;
  cases: {
    width: number;
    height: number;
    clipLimit: number;
    rgb: string;
    expected: string;
    firstChannel: string;
  }[];
}>("clahe");

/** Every third value, from `channel` on. */
const plane = (interleaved: Uint8Array, channel: number) =>
  interleaved.filter((_, i) => i % 3 === channel);

describe("L*a*b* against OpenCV", () => {
  const grid = Uint8Array.from(
    levels.flatMap((x) => levels.flatMap((y) => levels.flatMap((z) => [x, y, z]))),
  );

  it("converts to it, bit for bit", () => {
    const expected = bytes(lab.rgbToLab);
    const { l, a, b } = rgbToLab(grid);
    expect(l).toEqual(plane(expected, 0));
    expect(a).toEqual(plane(expected, 1));
    expect(b).toEqual(plane(expected, 2));
  });

  it("converts from it, bit for bit", () => {
    const planes = { l: plane(grid, 0), a: plane(grid, 1), b: plane(grid, 2) };
    expect(labToRgb(planes)).toEqual(bytes(lab.labToRgb));
  });
});

describe.each(cases)("$width x $height, clip limit $clipLimit, against OpenCV", (example) => {
  const { width, height, clipLimit } = example;
  const rgb = bytes(example.rgb);

  it("equalizes one channel, bit for bit", () => {
    const channel = equalizeAdaptively(plane(rgb, 0), width, height, clipLimit);
    expect(channel).toEqual(bytes(example.firstChannel));
  });

  it("equalizes lightness, bit for bit", () => {
    const original = rgb.slice();
    expect(equalizeLightness(rgb, width, height, clipLimit)).toEqual(bytes(example.expected));
    expect(rgb).toEqual(original);
  });
});

describe("clahe", () => {
  it("draws its clip limit from the interval", () => {
    const { width, height, clipLimit, ...example } = cases[1]!;
    const sample = {
      rgb: bytes(example.rgb),
      labels: new Uint8Array(width * height),
      width,
      height,
    };
    const fixed = clahe({ clipLimit: [clipLimit, clipLimit] });
    expect(fixed.apply(sample, createRandom(1)).rgb).toEqual(bytes(example.expected));
    expect(() => clahe({ clipLimit: [0, 4] })).toThrow("at least 1");
  });
});
