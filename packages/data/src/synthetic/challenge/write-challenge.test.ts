import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../folder/config.ts";
import { readMask } from "../../images/read-mask.ts";
import { ANIMAL_CLASSES, renderAnimalScene, writeAnimalChallenge } from "../index.ts";

const SIZE = { width: 72, height: 64 };
const COUNTS = { train: 5, publicTest: 4, privateTest: 3 };

let directory = "";
const progress: [number, number][] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "animals-"));
  await writeAnimalChallenge(directory, {
    seed: 3,
    ...SIZE,
    ...COUNTS,
    threads: 2,
    onProgress: (done, total) => progress.push([done, total]),
  });
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe("writeAnimalChallenge", () => {
  it("lays out a challenge folder", async () => {
    expect((await readdir(directory)).sort()).toEqual(["challenge.yaml", "test", "train"]);
    const stems = async (part: string, kind: string) =>
      (await readdir(join(directory, part, kind))).map((name) => name.split(".")[0]).sort();
    const named = (from: number, to: number) =>
      Array.from(
        { length: to - from + 1 },
        (_, i) => `animal-${String(from + i).padStart(4, "0")}`,
      );
    for (const kind of ["images", "masks", "depth"]) {
      expect(await stems("train", kind)).toEqual(named(1, 5));
      expect(await stems("test", kind)).toEqual(named(6, 12));
    }
  });

  it("reports progress to the end", () => {
    expect(progress.map(([done]) => done)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(progress.every(([, total]) => total === 12)).toBe(true);
  });

  it("writes a configuration that the importer accepts", async () => {
    const config = parseConfig(
      await readFile(join(directory, "challenge.yaml"), "utf8"),
      "challenge.yaml",
    );
    expect(config.title).toBe("Animal body parts");
    expect(config.classes).toEqual(ANIMAL_CLASSES.map((entry) => ({ ...entry })));
    expect(config.description).toContain("5 training images");
  });

  it("assigns each test image once, in the numbers asked for", async () => {
    const lines = (await readFile(join(directory, "test", "split.csv"), "utf8")).trim().split("\n");
    expect(lines[0]).toBe("image,split");
    const rows = lines.slice(1).map((line) => line.split(","));
    expect(rows.map(([image]) => image)).toEqual(
      (await readdir(join(directory, "test", "images"))).sort(),
    );
    expect(rows.filter(([, split]) => split === "public")).toHaveLength(4);
    expect(rows.filter(([, split]) => split === "private")).toHaveLength(3);
  });

  it("stores labels and depth exactly and the picture closely", async () => {
    const scene = renderAnimalScene({ seed: 3, index: 6, ...SIZE });
    const file = (kind: string, extension: string) =>
      join(directory, "test", kind, `animal-0007.${extension}`);
    const mask = await readMask(file("masks", "png"), { classes: [...ANIMAL_CLASSES] });
    expect(Uint8Array.from(mask.labels)).toEqual(scene.labels);
    const depth = await sharp(file("depth", "png"))
      .toColourspace("grey16")
      .raw({ depth: "ushort" })
      .toBuffer();
    expect(new Uint16Array(depth.buffer, depth.byteOffset, depth.length / 2)).toEqual(scene.depth);
    const image = await sharp(file("images", "jpg")).raw().toBuffer();
    expect(image.length).toBe(scene.rgb.length);
    let error = 0;
    for (let i = 0; i < image.length; i++) error += Math.abs(image[i]! - scene.rgb[i]!);
    expect(error / image.length).toBeLessThan(4);
  });

  it("refuses sizes that can't be drawn", async () => {
    const other = await mkdtemp(join(tmpdir(), "animals-"));
    const write = writeAnimalChallenge(other, {
      seed: 1,
      train: 1,
      publicTest: 0,
      privateTest: 0,
      width: 3,
      height: 3,
    });
    await expect(write).rejects.toThrow("16 to 4096 pixels");
    expect(await readdir(other)).not.toContain("challenge.yaml");
    await rm(other, { recursive: true });
  });
});
