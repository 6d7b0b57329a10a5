import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MaskboardError } from "@maskboard/contracts";
import { describe, expect, test } from "vitest";
import { encodeLabelPng } from "../png-encode.ts";
import { challengeFolder, picture, temporaryFolder } from "../testing/challenge-folder.ts";
import { CLASS_MAP, maskPng, someLabels } from "../testing/masks.ts";
import { zipFolder } from "../zip-folder.ts";
import { writeZip } from "../zip-write.ts";
import { readChallengeArchive } from "./read-challenge-archive.ts";
import { readChallengeFolder } from "./read-challenge-folder.ts";
import { listFolder } from "./tree.ts";

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));

/** The same folder, and zipped, must be refused in the same words. */
async function refusal(changes: Record<string, string | Uint8Array | null>, pair?: string) {
  const dir = await challengeFolder(changes);
  const options = pair === undefined ? {} : { pair };
  const error = await failure(readChallengeFolder(dir, options));
  const work = await temporaryFolder();
  await zipFolder(dir, join(work, "c.zip"));
  const zipped = await failure(readChallengeArchive(join(work, "c.zip"), join(work, "w"), options));
  expect(zipped.toJSON()).toEqual(error.toJSON());
  return error;
}

async function failure(run: Promise<unknown>): Promise<MaskboardError> {
  return run.then(
    () => {
      throw new Error("accepted");
    },
    (error) => error,
  );
}

describe("a valid folder", () => {
  test("is read with sizes, splits and class pixels", async () => {
    const dir = await challengeFolder();
    const progress: number[] = [];
    const folder = await readChallengeFolder(dir, {
      onProgress: ({ done }) => progress.push(done),
    });
    expect(folder.classMap).toEqual(CLASS_MAP);
    expect(folder.train.map(({ stem }) => stem)).toEqual(["a", "b", "c"]);
    expect(folder.train[0]).toMatchObject({
      width: 24,
      height: 16,
      extension: ".jpg",
      depth: null,
    });
    expect(folder.test.map(({ split }) => split).sort()).toEqual([
      "private",
      "private",
      "public",
      "public",
    ]);
    const labels = someLabels(24, 16);
    const ofLabel = (id: number) => labels.filter((label) => label === id).length;
    expect(folder.classPixels.train).toEqual({
      0: 3 * ofLabel(0),
      1: 3 * ofLabel(1),
      2: 3 * ofLabel(2),
      5: 3 * ofLabel(5),
    });
    expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(folder.notices).toEqual([]);
  });

  test("the default split depends on nothing but the stems", async () => {
    const one = await readChallengeFolder(await challengeFolder());
    const two = await readChallengeFolder(await challengeFolder());
    expect(one.test.map(({ split }) => split)).toEqual(two.test.map(({ split }) => split));
  });

  test("split.csv, challenge.yaml, depth and other files", async () => {
    const yaml = `
title: Ants
description: |
  # Parts of ants
classes:
  - { id: 1, name: head, color: "#E6194B" }
  - { id: 2, name: torso, color: "#3cb44b" }
  - { id: 5, name: tail, color: "#4363d8" }
void: 0
endsAt: 2031-01-01T00:00:00Z
limits: { perDay: 3 }
`;
    const depth = await picture(24, 16).grayscale().png().toBuffer();
    const dir = await challengeFolder({
      "classes.json": null,
      "challenge.yaml": yaml,
      "test/split.csv": "image,split\np.jpg,private\nq,public\nr,PUBLIC\ns,private\n",
      "train/depth/a.png": depth,
      "train/depth/b.png": depth,
      "train/depth/c.png": depth,
      "notes/x.txt": "x",
      "train/.DS_Store": "x",
    });
    const folder = await readChallengeFolder(dir);
    expect(folder.config).toMatchObject({ title: "Ants", limits: { perDay: 3 } });
    expect(folder.config.endsAt).toEqual(new Date("2031-01-01"));
    expect(folder.classMap.classes[0]!.color).toBe("#e6194b");
    expect(folder.test.map(({ split }) => split)).toEqual([
      "private",
      "public",
      "public",
      "private",
    ]);
    expect(folder.train[1]!.depth).toBe(join(dir, "train/depth/b.png"));
    expect(folder.notices).toEqual(["Ignored 1 file: notes/x.txt"]);
  });

  test("zipped, at the top or in a folder, it is the same", async () => {
    const dir = await challengeFolder();
    const folder = await readChallengeFolder(dir);
    const work = await temporaryFolder();
    for (const prefix of ["", "my ants/"]) {
      const zip = join(work, "challenge.zip");
      const items = [...(await listFolder(dir))].map(([path, file]) => ({
        path: prefix + path,
        file,
      }));
      await writeZip(zip, items);
      const read = await readChallengeArchive(zip, join(work, `unpacked${prefix.length}`));
      expect(read.classPixels).toEqual(folder.classPixels);
      expect(read.test.map(({ stem, split }) => [stem, split])).toEqual(
        folder.test.map(({ stem, split }) => [stem, split]),
      );
      expect(await readFile(read.train[2]!.image)).toEqual(await readFile(folder.train[2]!.image));
    }
  });
});

describe("faults are refused by name", () => {
  test("no configuration, a broken one, unknown keys, classes used twice", async () => {
    expect(await refusal({ "classes.json": null })).toMatchObject({ code: "challenge_config" });
    expect((await refusal({ "classes.json": "{" })).message).toContain("can't be parsed");
    const unknown = JSON.stringify({ ...CLASS_MAP, colour: 1 });
    expect((await refusal({ "classes.json": unknown })).message).toContain("colour");
    const twice = JSON.stringify({ classes: [...CLASS_MAP.classes, CLASS_MAP.classes[0]] });
    expect((await refusal({ "classes.json": twice })).message).toContain("id 1 is used twice");
    const yaml = "classes:\n  - {id: 1, name: head, color: red}";
    const bad = await refusal({ "classes.json": null, "challenge.yaml": yaml });
    expect(bad.message).toBe("challenge.yaml: classes.0.color: must be a colour like #e6194b");
  });

  test("images without mask and masks without image", async () => {
    const error = await refusal({ "train/masks/b.png": null, "test/images/q.jpg": null });
    expect(error).toMatchObject({
      code: "dataset_unpaired",
      details: { files: ["test/masks/q.png", "train/images/b.jpg"] },
    });
  });

  test("a mask that is a JPEG", async () => {
    const jpeg = await picture(24, 16).jpeg().toBuffer();
    const error = await refusal({ "train/masks/b.png": null, "train/masks/b.jpg": jpeg });
    expect(error.message).toContain("'train/masks/b.jpg': masks must be PNG");
  });

  test("no images at all, the same stem twice, an image in both roles", async () => {
    expect((await failure(readChallengeFolder("/nonexistent"))).code).toBe("dataset_layout");
    const jpeg = await picture(24, 16).jpeg().toBuffer();
    expect(await refusal({ "train/images/a.jpeg": jpeg })).toMatchObject({
      code: "dataset_layout",
      details: { files: ["train/images/a.jpeg", "train/images/a.jpg"] },
    });
    const both = { "test/images/a.jpg": jpeg, "test/masks/a.png": maskPng(24, 16) };
    expect((await refusal(both)).message).toContain("'test/images/a.jpg' is among the training");
  });

  test("labels that are no class, with pixel, value and every file", async () => {
    const labels = Uint8Array.from(someLabels(24, 16));
    labels.set([7, 7, 18], 30);
    const bad = encodeLabelPng(labels, 24, 16);
    const error = await refusal({ "train/masks/b.png": bad, "test/masks/s.png": bad });
    expect(error.code).toBe("dataset_stray_label");
    expect(error.details).toMatchObject({
      file: "test/masks/s.png",
      x: 6,
      y: 1,
      value: 7,
      files: ["test/masks/s.png", "train/masks/b.png"],
    });
    expect(error.message).toContain(
      "'train/masks/b.png' has the label 18 at x 8, y 1 (1 pixel in all)",
    );
  });

  test("masks and depth maps of another size", async () => {
    const error = await refusal({ "train/masks/b.png": maskPng(12, 8) });
    expect(error).toMatchObject({
      code: "dataset_size_mismatch",
      details: { file: "train/masks/b.png", value: "12 x 8", expected: "24 x 16" },
    });
  });

  test("images that are not what their name says", async () => {
    const gif = await picture(24, 16).gif().toBuffer();
    expect(await refusal({ "train/images/b.jpg": gif })).toMatchObject({
      code: "dataset_bad_image",
      message: "'train/images/b.jpg' is a GIF, not what its name says.",
    });
    const rotated = await picture(24, 16).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect((await refusal({ "train/images/b.jpg": rotated })).message).toContain("EXIF");
    const jpeg = await picture(240, 160).jpeg().toBuffer();
    const cut = await refusal({
      "train/images/b.jpg": jpeg.subarray(0, jpeg.length / 2),
      "train/masks/b.png": maskPng(240, 160),
    });
    expect(cut).toMatchObject({
      code: "dataset_bad_image",
      details: { file: "train/images/b.jpg" },
    });
    expect((await refusal({ "train/images/b.jpg": "text" })).code).toBe("dataset_bad_image");
  });

  test("masks that are no label images", async () => {
    for (const name of ["rgb.png", "rgba.png", "jpeg.png"]) {
      expect(await refusal({ "test/masks/q.png": fixture(name) })).toMatchObject({
        code: "dataset_bad_image",
        details: { file: "test/masks/q.png" },
      });
    }
  });

  test.each([
    ["p,public\nq,private\nr,public", "1 test images are not in it: s"],
    ["p,public\np,public", "line 3 names 'p' again"],
    ["p,public\nx,public", "line 3 names 'x', which is no test image"],
    ["p,train", "line 2 has the split 'train'; use public or private"],
  ])("split.csv %j", async (lines, why) => {
    const error = await refusal({ "test/split.csv": `image,split\n${lines}\n` });
    expect(error.code).toBe("dataset_split");
    expect(error.message).toContain(why);
  });

  test("a pairing rule that is none, and one that fits nothing", async () => {
    expect((await refusal({}, "{stem}.jpg")).code).toBe("bad_request");
    expect((await refusal({}, "{stem}_x.jpg={stem}_m.png")).code).toBe("dataset_unpaired");
  });
});
