import { existsSync } from "node:fs";
import { copyFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tinyCamvid, tinyDrivable, tinyPets } from "../../testing/tiny-systems.ts";
import { openDataset } from "../dataset.ts";
import { loadSample, VOID } from "../load-sample.ts";

const stems = (items: readonly { stem: string }[]) => items.map(({ stem }) => stem);
const SHARED =
  process.env.MASKBOARD_SHARED_DATA ?? join(import.meta.dirname, "../../../../../../shared/data");

describe("CamVid as fastai publishes it", () => {
  it("takes classes from codes.txt, labels by _P, validation from valid.txt", async () => {
    const dataset = await openDataset(await tinyCamvid());
    expect(dataset.classMap.void).toBe(2);
    expect(dataset.classMap.classes.map(({ id, name }) => [id, name])).toEqual([
      [0, "Building"],
      [1, "Road"],
      [3, "Wall"],
    ]);
    expect(new Set(dataset.classMap.classes.map(({ color }) => color)).size).toBe(3);
    expect(stems(dataset.validation)).toEqual(["0016E5_3", "0016E5_1"]);
    expect(stems(dataset.train)).toEqual(["0016E5_0", "0016E5_2", "0016E5_4", "0016E5_5"]);
    expect(dataset.train[0]!.mask).toMatch(/labels\/0016E5_0_P\.png$/);
    const { labels } = await loadSample(dataset.train[0]!, dataset.classMap, {
      width: 32,
      height: 24,
    });
    // Road is the second class, Wall the third; Void is none.
    expect(new Set(labels)).toEqual(new Set([0, 1, 2, VOID]));
  });

  it("says which line or file to change", async () => {
    const dir = await tinyCamvid();
    await writeFile(join(dir, "valid.txt"), "0016E5_1.png\n0016E5_9.png\n");
    await expect(openDataset(dir)).rejects.toThrow(/valid.txt names 1 images .* 0016E5_9: .*lines/);
    await writeFile(join(dir, "codes.txt"), "Building\n\nRoad\n");
    await expect(openDataset(dir)).rejects.toThrow(/codes.txt: line 2 is empty/);
    await writeFile(join(dir, "codes.txt"), "Building\nVoid\nUnlabelled\n");
    await expect(openDataset(dir)).rejects.toThrow(/lines 2 and 3/);
    await writeFile(join(dir, "codes.txt"), "Building\nRoad\nRoad\n");
    await expect(openDataset(dir)).rejects.toThrow(/name Road is used twice/);
    await rm(join(dir, "codes.txt"));
    await expect(openDataset(dir)).rejects.toThrow(/codes.txt: give/);
    await writeFile(join(dir, "codes.txt"), "Building\nRoad\nVoid\nWall\n");
    const label = (end: string) => join(dir, "labels", `0016E5_2_${end}`);
    await copyFile(label("P.png"), label("L.png"));
    await expect(openDataset(dir)).rejects.toThrow(/_2_L.png and .*_2_P.png have the same stem/);
    await rename(label("L.png"), label("P.jpg"));
    await rm(label("P.png"));
    await expect(openDataset(dir)).rejects.toThrow(/0016E5_2_P.jpg is no PNG/);
    await rm(label("P.jpg"));
    await expect(openDataset(dir)).rejects.toMatchObject({ code: "dataset_unpaired" });
  });
});

describe("Oxford-IIIT Pet", () => {
  it("takes trimaps, trainval.txt and test.txt", async () => {
    const dir = await tinyPets();
    const dataset = await openDataset(dir);
    expect(dataset.classMap.classes.map(({ id, name }) => `${id} ${name}`)).toEqual([
      "1 pet",
      "2 background",
      "3 border",
    ]);
    expect(stems(dataset.train)).toEqual(["Abyssinian_0", "Abyssinian_1", "beagle_0", "beagle_1"]);
    expect(stems(dataset.test)).toEqual(["Abyssinian_2", "beagle_2"]);
    expect(dataset.test.every(({ mask }) => mask !== null)).toBe(true);
    const trimap = (end: string) => join(dir, `annotations/trimaps/beagle_1.${end}`);
    await rename(trimap("png"), trimap("jpg"));
    await expect(openDataset(dir)).rejects.toThrow(/beagle_1.jpg is no PNG/);
    await rename(trimap("jpg"), trimap("png"));
    await writeFile(join(dir, "annotations/test.txt"), "pug_7 1 2 3\n");
    await expect(openDataset(dir)).rejects.toThrow(/test.txt names .* pug_7/);
  });

  it("takes a class file that leaves the border out", async () => {
    const dir = await tinyPets();
    const classes = join(dir, "two.json");
    const [pet, background] = (await openDataset(dir)).classMap.classes;
    await writeFile(classes, JSON.stringify({ classes: [pet, background], void: 3 }));
    const dataset = await openDataset(dir, { classes });
    const { labels } = await loadSample(dataset.train[0]!, dataset.classMap, {
      width: 32,
      height: 32,
    });
    expect(new Set(labels)).toEqual(new Set([0, 1, VOID]));
  });

  const real = join(SHARED, "pets");
  it.skipIf(!existsSync(real))("takes the real images where they are at hand", async () => {
    const dataset = await openDataset(real);
    expect(dataset.train.length).toBeGreaterThan(100);
    const { labels } = await loadSample(dataset.train[0]!, dataset.classMap, {
      width: 64,
      height: 64,
    });
    expect(new Set(labels)).toEqual(new Set([0, 1, 2]));
  });
});

it("takes BDD100K's drivable area as it is published", async () => {
  const dir = await tinyDrivable();
  const dataset = await openDataset(dir);
  expect(dataset.classMap.classes.map(({ name }) => name)).toEqual([
    "direct",
    "alternative",
    "background",
  ]);
  expect([dataset.train.length, dataset.validation.length]).toEqual([6, 2]);
  await rm(join(dir, "labels/drivable/masks/train", "b1-0.png"));
  await expect(openDataset(dir)).rejects.toThrow(/1 images .* have no mask, the first is b1-0/);
});
