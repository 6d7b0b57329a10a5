import { copyFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tinyChallenge } from "../testing/tiny-challenge.ts";
import { countPixels } from "./count-pixels.ts";
import { openDataset } from "./dataset.ts";

it("opens a folder, and a kit without the masks of its test images", async () => {
  const dir = await tinyChallenge(4, 2);
  const folder = await openDataset(dir);
  expect(folder.train.map(({ stem }) => stem)).toEqual([
    "train-0",
    "train-1",
    "train-2",
    "train-3",
  ]);
  expect(folder.test.every(({ mask }) => mask !== null)).toBe(true);
  await rm(join(dir, "test", "masks"), { recursive: true });
  const kit = await openDataset(dir);
  expect(kit.test.map(({ mask }) => mask)).toEqual([null, null]);
  // Borders at 10, 12, 14, 16 of 40 columns in 39 rows that are not void.
  expect((await countPixels(kit.train, kit.classMap)).pixels).toEqual([52 * 39, 108 * 39]);
});

it("opens any folder of images and masks, with classes from elsewhere", async () => {
  const dir = await tinyChallenge(4, 2);
  await rename(join(dir, "test"), join(dir, "val"));
  const aside = await openDataset(dir);
  expect(aside.validation.map(({ stem }) => stem)).toEqual(["test-0", "test-1"]);
  expect(aside.test).toEqual([]);
  const classes = join(dir, "classes.json");
  const flat = await openDataset(join(dir, "train"), { classes });
  expect(flat.train).toHaveLength(4);
  expect(await openDataset(join(dir, "train"), { classes: flat.classMap })).toEqual(flat);
  await expect(openDataset(dir, { classes: "nowhere.json" })).rejects.toThrow(/nowhere/);
});

it("says what is missing", async () => {
  const dir = await tinyChallenge(4, 1);
  await rm(join(dir, "train", "masks", "train-2.png"));
  await expect(openDataset(dir)).rejects.toThrow(/the first is train-2/);
  await rm(join(dir, "classes.json"));
  await expect(openDataset(dir)).rejects.toThrow(/neither challenge.yaml nor classes.json/);
  const file = join(dir, "train", "masks", "train-0.png");
  await expect(openDataset(file)).rejects.toThrow(/unpack/);
});

it("refuses two images of one stem, and names both", async () => {
  const dir = await tinyChallenge(4, 1);
  for (const role of ["train", "test"]) {
    const image = join(dir, role, "images", `${role}-0.png`);
    const twin = join(dir, role, "images", `${role}-0.jpg`);
    await copyFile(image, twin);
    const refused = openDataset(dir);
    await expect(refused).rejects.toThrow(/-0\.jpg and .*-0\.png have the same stem/);
    await expect(refused).rejects.toMatchObject({
      code: "dataset_layout",
      details: { files: [twin, image] },
    });
    await rm(twin);
  }
  expect((await openDataset(dir)).train).toHaveLength(4);
});

it("says that masks must be PNG, and which file is none", async () => {
  const dir = await tinyChallenge(4, 2);
  const mask = (role: string, extension: string) =>
    join(dir, role, "masks", `${role}-1${extension}`);
  // A picture beside the mask does no harm.
  await copyFile(mask("train", ".png"), mask("train", ".jpg"));
  expect((await openDataset(dir)).train).toHaveLength(4);
  for (const role of ["test", "train"]) {
    await rename(mask(role, ".png"), mask(role, ".jpeg"));
    if (role === "train") await rm(mask(role, ".jpg"));
    await expect(openDataset(dir)).rejects.toMatchObject({
      code: "mask_not_png",
      message: expect.stringMatching(/The mask .*-1\.jpeg is no PNG\. Masks must be PNG/),
      details: { file: mask(role, ".jpeg") },
    });
    await rename(mask(role, ".jpeg"), mask(role, ".png"));
  }
});
