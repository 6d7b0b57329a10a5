import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { countFaults, importFindingsSchema } from "@maskboard/contracts";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { encodeLabelPng } from "../png-encode.ts";
import { challengeFolder, temporaryFolder } from "../testing/challenge-folder.ts";
import { maskPng, someLabels } from "../testing/masks.ts";
import { inspectChallengeFolder } from "./read-challenge-folder.ts";

/** Pictures that do not look alike: one bright square each, elsewhere in each. */
const spotted = (index: number, width = 24, height = 16): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: "#204060" } })
    .composite([
      {
        input: { create: { width: 6, height: 6, channels: 3, background: "#f0e0a0" } },
        left: (index * 5) % (width - 6),
        top: (index * 3) % (height - 6),
      },
    ])
    .jpeg()
    .toBuffer();

async function spottedFolder(changes: Parameters<typeof challengeFolder>[0] = {}) {
  const files: NonNullable<typeof changes> = {};
  for (const [index, path] of [
    ...["a", "b", "c"].map((stem) => `train/images/${stem}.jpg`),
    ...["p", "q", "r", "s"].map((stem) => `test/images/${stem}.jpg`),
  ].entries()) {
    files[path] = await spotted(index);
  }
  return challengeFolder({ ...files, ...changes });
}

test("a folder without faults: counts, sizes, shares and labels of each side", async () => {
  const split = "image,split\np,public\nq,private\nr,private\ns,private\n";
  const one = encodeLabelPng(new Uint8Array(24 * 16).fill(1), 24, 16);
  const dir = await spottedFolder({ "test/split.csv": split, "test/masks/p.png": one });
  const { folder, findings, problems } = await inspectChallengeFolder(dir);
  expect(problems).toEqual([]);
  expect(importFindingsSchema.parse(findings)).toEqual(findings);
  expect(countFaults(findings)).toBe(0);
  expect(findings.images).toEqual({ train: 3, public: 1, private: 3 });
  expect(findings.sizes).toEqual([{ width: 24, height: 16, images: 7 }]);
  const labels = someLabels(24, 16);
  const pixels = (id: number) => labels.filter((label) => label === id).length;
  const counted = labels.length - pixels(0);
  expect(findings.classes.map(({ id }) => id)).toEqual([1, 2, 5]);
  const [first, second] = findings.classes;
  expect(first).toMatchObject({ public: 1, imagesWith: { train: 3, public: 1, private: 3 } });
  expect(first!.train).toBeCloseTo(pixels(1) / counted, 12);
  expect(second).toMatchObject({ public: 0, imagesWith: { public: 0 } });
  expect(findings.labels.map(({ label }) => label)).toEqual([0, 1, 2, 5]);
  expect(findings.labels[0]).toEqual({
    label: 0,
    pixels: { train: 3 * pixels(0), public: 0, private: 3 * pixels(0) },
    imagesWith: { train: 3, public: 0, private: 3 },
  });
  const image = folder!.train[0]!;
  expect(image.imageHash).toMatch(/^[0-9a-f]{16}$/);
  expect(image.maskSha256).toMatch(/^[0-9a-f]{64}$/);
});

test("all faults at once, each in its list", async () => {
  const labels = Uint8Array.from(someLabels(24, 16));
  labels.set([7, 7, 18], 30);
  const stray = encodeLabelPng(labels, 24, 16);
  const dir = await spottedFolder({
    "train/masks/a.png": stray,
    "test/masks/s.png": stray,
    "train/masks/b.png": maskPng(12, 8),
    "train/masks/c.png": null,
    "test/images/q.jpg": null,
    "test/images/r.jpg": "no picture",
    "test/images/a.jpg": await spotted(9),
    "test/masks/a.png": maskPng(24, 16),
    "test/split.csv": "image,split\np,train\n",
  });
  const { folder, findings, problems } = await inspectChallengeFolder(dir);
  expect(folder).toBeNull();
  expect(findings.strayLabels.items).toEqual([
    { file: "train/masks/a.png", label: 7, pixels: 2, x: 6, y: 1 },
    { file: "train/masks/a.png", label: 18, pixels: 1, x: 8, y: 1 },
    { file: "test/masks/s.png", label: 7, pixels: 2, x: 6, y: 1 },
    { file: "test/masks/s.png", label: 18, pixels: 1, x: 8, y: 1 },
  ]);
  expect(findings.sizeMismatches.items).toEqual([
    { file: "train/masks/b.png", image: "24 x 16", mask: "12 x 8" },
  ]);
  expect(findings.unpaired.items).toEqual([
    { file: "train/images/c.jpg", missing: "mask" },
    { file: "test/masks/q.png", missing: "image" },
  ]);
  expect(findings.sharedStems).toEqual({ total: 1, items: ["a"] });
  expect(findings.otherFaults.items.map(({ code, file }) => [code, file])).toEqual([
    ["dataset_bad_image", "test/images/r.jpg"],
    ["dataset_split", "test/split.csv"],
  ]);
  expect(countFaults(findings)).toBe(10);
  // Unpaired files are joined by what they miss; everything else is a problem of its own.
  expect(problems).toHaveLength(10);
});

describe("look-alikes between training and test images", () => {
  test("are told, identical files as such, and keep nothing from being imported", async () => {
    const same = await spotted(0);
    const smaller = await sharp(await spotted(1))
      .jpeg({ quality: 60 })
      .toBuffer();
    const dir = await spottedFolder({
      "train/images/a.jpg": same,
      "test/images/p.jpg": same,
      "test/images/q.jpg": smaller,
    });
    const { folder, findings } = await inspectChallengeFolder(dir);
    expect(folder).not.toBeNull();
    const pairs = findings.lookAlikes.items.map((pair) => [pair.train, pair.test, pair.identical]);
    expect(pairs).toEqual([
      ["train/images/a.jpg", "test/images/p.jpg", true],
      ["train/images/b.jpg", "test/images/q.jpg", false],
    ]);
    expect(findings.lookAlikes.items[0]!.distance).toBe(0);
  });
});

describe("a folder on a server", () => {
  test("may not lead out of the import root, by links neither", async () => {
    const root = await temporaryFolder();
    const elsewhere = await spottedFolder();
    const refusal = (dir: string) =>
      inspectChallengeFolder(dir, { within: root }).then(
        () => "accepted",
        (error) => `${error.code}: ${error.message}`,
      );
    expect(await refusal(elsewhere)).toContain("dataset_layout");
    await symlink(elsewhere, join(root, "whole"));
    expect(await refusal(join(root, "whole"))).toContain("leads out of the folder");
    await mkdir(join(root, "part"));
    await symlink(join(elsewhere, "test"), join(root, "part", "test"));
    expect(await refusal(join(root, "part"))).toContain("'test' leads out of the folder");
    expect(await refusal(join(root, "nothing"))).toContain("can't be read");
  });
});
