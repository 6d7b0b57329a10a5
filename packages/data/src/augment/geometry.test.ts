import { describe, expect, it } from "vitest";
import {
  createRandom,
  flip,
  horizontalFlip,
  randomRotate90,
  resize,
  type Sample,
  verticalFlip,
} from "./index.ts";
import { rotate90 } from "./rotate90.ts";
import { bytes, readFixture } from "./testing/fixture.ts";

interface Raster {
  rgb: string;
  labels: string;
}
const fixture = readFixture<{
  resize: (Raster & {
    width: number;
    height: number;
    toWidth: number;
    toHeight: number;
    expectedRgb: string;
    expectedLabels: string;
  })[];
  image: Raster & { width: number; height: number };
  flips: (Raster & { code: number })[];
  turns: (Raster & { quarters: number })[];
}>("geometry");

const decode = ({ rgb, labels }: Raster, width: number, height: number): Sample => ({
  rgb: bytes(rgb),
  labels: bytes(labels),
  width,
  height,
});
const { width, height } = fixture.image;
const image = decode(fixture.image, width, height);
const flipped = (code: number) =>
  decode(fixture.flips.find((example) => example.code === code)!, width, height);

describe("resize against Pillow", () => {
  it.each(fixture.resize)("$width x $height to $toWidth x $toHeight", (example) => {
    const sample = decode(example, example.width, example.height);
    expect(resize(sample, example.toWidth, example.toHeight)).toEqual({
      rgb: bytes(example.expectedRgb),
      labels: bytes(example.expectedLabels),
      width: example.toWidth,
      height: example.toHeight,
    });
  });

  it("leaves a sample of that size alone and refuses impossible sizes", () => {
    expect(resize(image, width, height)).toBe(image);
    expect(() => resize(image, 0, 5)).toThrow("whole positive sides");
    expect(() => resize(image, 5, 2.5)).toThrow(RangeError);
  });
});

describe("flips against OpenCV", () => {
  const random = createRandom(4);

  it("mirrors left and right", () => {
    expect(horizontalFlip().apply(image, random)).toEqual(flipped(1));
  });

  it("mirrors top and bottom", () => {
    expect(verticalFlip().apply(image, random)).toEqual(flipped(0));
  });

  it("is undone by doing it again", () => {
    for (const transform of [horizontalFlip(), verticalFlip()]) {
      expect(transform.apply(transform.apply(image, random), random)).toEqual(image);
    }
  });

  it("picks one of the three at random, evenly, never none", () => {
    const expected = [-1, 0, 1].map((code) => flipped(code));
    const counts = [0, 0, 0];
    for (let i = 0; i < 300; i++) {
      const result = flip().apply(image, random);
      const which = expected.findIndex(({ labels }) => labels.join() === result.labels.join());
      expect(result).toEqual(expected[which]);
      counts[which]!++;
    }
    expect(Math.min(...counts)).toBeGreaterThan(70);
  });
});

describe("quarter turns against numpy", () => {
  it.each(fixture.turns)("$quarters", ({ quarters, ...turned }) => {
    const [wide, high] = quarters % 2 === 0 ? [width, height] : [height, width];
    expect(rotate90(image, quarters)).toEqual(decode(turned, wide, high));
    expect(rotate90(rotate90(image, quarters), -quarters)).toEqual(image);
  });

  it("are drawn evenly", () => {
    const random = createRandom(8);
    const counts = new Map<string, number>();
    for (let i = 0; i < 400; i++) {
      const { labels } = randomRotate90().apply(image, random);
      counts.set(labels.join(), (counts.get(labels.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(4);
    expect(Math.min(...counts.values())).toBeGreaterThan(70);
  });
});
