import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readMask } from "@maskboard/data";
import sharp from "sharp";
import { expect, it } from "vitest";
import { openDataset } from "../data/dataset.ts";
import { imageStatistics } from "../statistics.ts";
import { temporaryFolder } from "../testing/tiny-challenge.ts";
import { tinyParts } from "../testing/tiny-composites.ts";
import { generateComposites } from "./generate.ts";

const SIDES = { backgroundSide: 32, foregroundSide: 16, positions: 3, seed: 5 };

async function digests(dir: string): Promise<Map<string, string>> {
  const names = await readdir(dir);
  const entries = names.map(async (name) => {
    const hash = createHash("sha256").update(await readFile(join(dir, name)));
    return [name, hash.digest("hex")] as const;
  });
  return new Map(await Promise.all(entries));
}

it("lays each object and its mirror image over each background, at places of the seed", async () => {
  const { backgrounds, foregrounds } = await tinyParts();
  const out = await temporaryFolder();
  expect(await generateComposites({ backgrounds, foregrounds, out, ...SIDES })).toBe(2 * 2 * 2 * 3);
  const dataset = await openDataset(out);
  expect(dataset.train).toHaveLength(24);
  const [, ...rows] = (await readFile(join(out, "composites.csv"), "utf8")).trim().split("\n");
  for (const row of rows) {
    const [stem, background, , mirrored, left, top] = row.split(",");
    const { labels } = await readMask(join(out, "masks", `${stem}.png`), dataset.classMap);
    // The object is opaque but for its right half, its mirror image but for its left one.
    const begin = Number(left) + (mirrored === "true" ? 8 : 0);
    for (let i = 0; i < labels.length; i++) {
      const [x, y] = [i % 32, Math.floor(i / 32)];
      const inside = x >= begin && x < begin + 8 && y >= Number(top) && y < Number(top) + 16;
      expect(labels[i], `${stem} at ${x}, ${y}`).toBe(inside ? 1 : 0);
    }
    // Outside of the object there is the background, but for what JPEG does to it.
    const read = (file: string) => sharp(file).raw().toBuffer();
    const image = await read(join(out, "images", `${stem}.jpg`));
    const plain = await read(join(out, "backgrounds", `${background}.png`));
    for (const [i, label] of labels.entries())
      if (label === 0 && (i % 32 < begin - 16 || i % 32 > begin + 24))
        expect(Math.abs(image[3 * i]! - plain[3 * i]!)).toBeLessThan(12);
  }

  const again = await temporaryFolder();
  await rm(join(foregrounds, "fg0.png"));
  await generateComposites({ backgrounds, foregrounds, out: again, ...SIDES });
  const [all, fewer] = [await digests(join(out, "images")), await digests(join(again, "images"))];
  expect(fewer.size).toBe(12);
  for (const [name, digest] of fewer) expect(all.get(name), name).toBe(digest);
});

it("says what it can't take", async () => {
  const { backgrounds, foregrounds } = await tinyParts();
  const out = await temporaryFolder();
  const none = join(out, "none");
  await expect(
    generateComposites({ backgrounds: none, foregrounds, out, ...SIDES }),
  ).rejects.toThrow(/none holds no images/);
  await expect(
    generateComposites({ backgrounds: join(backgrounds, "bg0.png"), foregrounds, out, ...SIDES }),
  ).rejects.toThrow(/bg0.png holds no images/);
  await expect(
    generateComposites({ backgrounds, foregrounds: backgrounds, out, ...SIDES }),
  ).rejects.toThrow(/no transparent pixel: cut the object out/);
  await expect(
    generateComposites({ backgrounds, foregrounds, out, ...SIDES, foregroundSide: 33 }),
  ).rejects.toThrow(/do not fit/);
  await copyFile(join(backgrounds, "bg0.png"), join(backgrounds, "bg0.webp"));
  await expect(generateComposites({ backgrounds, foregrounds, out, ...SIDES })).rejects.toThrow(
    /bg0.png and .*bg0.webp have the same stem/,
  );
});

it("imageStatistics counts every pixel of every image alike", async () => {
  const dir = await temporaryFolder();
  await mkdir(dir, { recursive: true });
  const flat = (width: number, [r, g, b]: readonly [number, number, number]) =>
    sharp({ create: { width, height: 2, channels: 3, background: { r, g, b } } });
  await flat(3, [255, 0, 51]).png().toFile(join(dir, "a.png"));
  await flat(1, [0, 0, 153]).png().toFile(join(dir, "b.png"));
  await writeFile(join(dir, "notes.txt"), "");
  const { images, mean, std } = await imageStatistics(dir);
  expect(images).toBe(2);
  // Three quarters of the pixels are the first image's.
  for (const [i, value] of [0.75, 0, 0.3].entries()) expect(mean[i]).toBeCloseTo(value, 12);
  for (const [i, value] of [Math.sqrt(0.1875), 0, 0.4 * Math.sqrt(0.1875)].entries())
    expect(std[i]).toBeCloseTo(value, 12);
  await expect(imageStatistics(join(dir, "x"))).rejects.toThrow(/holds no images/);
});
