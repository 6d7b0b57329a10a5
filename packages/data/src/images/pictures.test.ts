import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { picture } from "../testing/challenge-folder.ts";
import { CLASS_MAP } from "../testing/masks.ts";
import { colorize, makeOverlay, makeThumb } from "./pictures.ts";

describe("thumbnails", () => {
  test("fit into the size, keep the shape, are never enlarged", async () => {
    const image = await picture(200, 100).jpeg().toBuffer();
    expect(await sharp(await makeThumb(image, 50)).metadata()).toMatchObject({
      format: "webp",
      width: 50,
      height: 25,
    });
    expect(await sharp(await makeThumb(image)).metadata()).toMatchObject({ width: 200 });
  });
});

describe("class colours", () => {
  const labels = Uint8Array.from({ length: 64 * 32 }, (_, i) => (i % 64 < 32 ? 1 : 0));
  const mask = { width: 64, height: 32, labels };

  test("colorize gives each class its colour and leaves void transparent", () => {
    const pixels = colorize(mask, CLASS_MAP);
    expect(pixels.subarray(0, 4).toString("hex")).toBe("e6194bff");
    expect(pixels.subarray(4 * 32, 4 * 33).toString("hex")).toBe("00000000");
  });

  test("an overlay tints the class and keeps the rest of the image", async () => {
    const gray = { r: 100, g: 100, b: 100 };
    const image = await sharp({ create: { width: 64, height: 32, channels: 3, background: gray } })
      .png()
      .toBuffer();
    const overlay = await makeOverlay(image, mask, CLASS_MAP, { opacity: 0.5 });
    const { data, info } = await sharp(overlay).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number) => [...data.subarray(info.channels * (16 * 64 + x)).subarray(0, 3)];
    // WebP is lossy: half of #e6194b and half of gray, and gray as it was, to a few levels.
    for (const [i, value] of [165, 63, 88].entries()) {
      expect(Math.abs(at(10)[i]! - value)).toBeLessThan(12);
    }
    for (const value of at(55)) expect(Math.abs(value - 100)).toBeLessThan(12);
  });
});
