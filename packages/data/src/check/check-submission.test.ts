import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { nodeCodec } from "../node-codec.ts";
import { encodeLabelPng } from "../png-encode.ts";
import { encodeAnyPng } from "../testing/any-png.ts";
import { CLASS_MAP, maskItems, maskPng, SPEC, someLabels } from "../testing/masks.ts";
import { check } from "../testing/zips.ts";
import { zipToBuffer } from "../zip-write.ts";
import { blobSource } from "./archive/blob-source.ts";
import { checkSubmission } from "./check-submission.ts";
import type { CheckProgress } from "./report.ts";

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));
const checkWith = async (changes: Record<string, Uint8Array | null>, spec = SPEC) =>
  check(await zipToBuffer(maskItems(changes)), spec);
const withFirstMask = (png: Uint8Array, spec = SPEC) => checkWith({ "ant-1.png": png }, spec);

describe("names", () => {
  test("missing masks are listed", async () => {
    const report = await checkWith({ "ant-2.png": null, "bée.3.png": null });
    expect(report.failedStep).toBe("names");
    expect(report.errors).toMatchObject([
      { code: "masks_missing", details: { files: ["ant-2.png", "bée.3.png"], total: 2 } },
    ]);
  });

  test("an archive without files misses all", async () => {
    const report = await check(await zipToBuffer([]));
    expect(report.errors[0]).toMatchObject({ code: "masks_missing", details: { total: 3 } });
  });

  test("a suffix on every name gives a hint", async () => {
    const report = await check(
      await zipToBuffer(
        SPEC.images.map(({ stem }) => ({ path: `${stem}_mask.png`, data: maskPng(2, 2) })),
      ),
    );
    expect(report.errors.map(({ code }) => code)).toEqual(["masks_missing", "masks_extra"]);
    expect(report.errors[0]?.message).toContain("Found instead: ant-1_mask.png");
  });

  test("files that belong to no image are refused, an archive in the archive too", async () => {
    const report = await checkWith({
      "notes.txt": Buffer.from("x"),
      "more.zip": Buffer.from("PK"),
    });
    expect(report.errors).toMatchObject([
      { code: "masks_extra", details: { files: ["notes.txt", "more.zip"] } },
    ]);
  });

  test("two masks for one image, by letter case of the extension or by type", async () => {
    const report = await checkWith({ "ant-1.PNG": maskPng(24, 16) });
    expect(report.errors).toMatchObject([
      { code: "masks_duplicate", details: { files: ["ant-1.png", "ant-1.PNG"] } },
    ]);
    const other = await checkWith({ "ant-1.jpg": fixture("jpeg.png") });
    expect(other.errors[0]?.code).toBe("masks_duplicate");
  });

  test("the same path twice", async () => {
    const zip = await zipToBuffer([...maskItems(), ...maskItems().slice(0, 1)]);
    expect((await check(zip)).errors[0]?.code).toBe("masks_duplicate");
  });

  test("masks that are not named .png", async () => {
    const report = await checkWith({ "ant-1.png": null, "ant-1.jpg": fixture("jpeg.png") });
    expect(report.errors).toMatchObject([{ code: "mask_not_png", details: { file: "ant-1.jpg" } }]);
  });

  test("one folder around everything is accepted, several are not", async () => {
    const inFolder = maskItems().map((item) => ({ ...item, path: `out/val/${item.path}` }));
    const report = await check(await zipToBuffer(inFolder));
    expect(report).toMatchObject({ images: 3, errors: [] });
    expect(report.notices).toEqual(["All masks are in the folder 'out/val/', which is fine."]);
    const mixed = await check(await zipToBuffer([...maskItems().slice(1), inFolder[0]!]));
    expect(mixed.errors).toMatchObject([
      { code: "zip_ambiguous_folder", details: { files: ["(top)", "out/val/"] } },
    ]);
  });

  test("a decomposed name, as Macs write it, is the same name", async () => {
    const items = maskItems().map((item) => ({ ...item, path: item.path.normalize("NFD") }));
    expect(items[2]!.path).not.toBe(SPEC.images[2]!.stem.concat(".png"));
    expect((await check(await zipToBuffer(items))).errors).toEqual([]);
  });
});

describe("format", () => {
  test.each([
    ["jpeg.png", "mask_not_png", { value: "JPEG image" }],
    ["rgb.png", "mask_rgb", {}],
    ["rgba.png", "mask_has_alpha", {}],
    ["gray-alpha.png", "mask_has_alpha", {}],
  ])("%s is refused as %s", async (file, code, details) => {
    const report = await withFirstMask(fixture(file));
    expect(report.failedStep).toBe("format");
    expect(report.errors).toMatchObject([{ code, details: { file: "ant-1.png", ...details } }]);
  });

  test("an empty file", async () => {
    expect((await withFirstMask(Buffer.alloc(0))).errors[0]).toMatchObject({
      code: "mask_empty",
      details: { file: "ant-1.png" },
    });
  });

  test("a wrong size, also with sides swapped", async () => {
    for (const [w, h] of [
      [16, 24],
      [23, 16],
    ] as const) {
      expect((await withFirstMask(maskPng(w, h))).errors[0]).toMatchObject({
        code: "mask_wrong_size",
        message: `'ant-1.png' has ${w} x ${h} pixels, its image has 24 x 16.`,
        details: { value: `${w} x ${h}`, expected: "24 x 16" },
      });
    }
  });

  test("all faults of the step are collected, in the order of the images", async () => {
    const report = await checkWith({
      "bée.3.png": maskPng(8, 8),
      "ant-1.png": fixture("rgb.png"),
    });
    expect(report.errors.map(({ code }) => code)).toEqual(["mask_rgb", "mask_wrong_size"]);
  });

  test.each(["gray8.png", "palette.png", "palette-transparent.png", "gray16.png"])(
    "%s, written by Pillow, is read as the same labels",
    async (file) => {
      const seen: Uint8Array[] = [];
      const zip = await zipToBuffer(maskItems({ "ant-1.png": fixture(file) }));
      const report = await checkSubmission(blobSource(new Blob([new Uint8Array(zip)])), SPEC, {
        onMask: ({ stem, labels }) => stem === "ant-1" && seen.push(Uint8Array.from(labels)),
      });
      expect(report.errors).toEqual([]);
      expect(seen).toEqual([someLabels(24, 16)]);
    },
  );

  test("4-bit palettes and 1-bit gray keep their values", async () => {
    expect((await withFirstMask(fixture("palette-4bit.png"))).errors).toEqual([]);
    // Pillow stores 1 for white: 0 is void and 1 is a class here.
    expect((await withFirstMask(fixture("gray1.png"))).errors).toEqual([]);
  });

  test("an interlaced mask", async () => {
    const samples = someLabels(24, 16);
    const png = { width: 24, height: 16, bitDepth: 4, colorType: 0, interlaced: true, samples };
    expect((await withFirstMask(encodeAnyPng(png))).errors).toEqual([]);
  });
});

describe("labels", () => {
  const withLabel = (value: number, x: number, y: number) => {
    const labels = Uint16Array.from(someLabels(24, 16));
    labels[y * 24 + x] = value;
    return encodeLabelPng(labels, 24, 16);
  };

  test.each([3, 6, 255, 256, 65_535])("label %i, which is no class", async (value) => {
    const report = await withFirstMask(withLabel(value, 23, 9));
    expect(report.failedStep).toBe("labels");
    expect(report.errors).toMatchObject([
      {
        code: "mask_unknown_label",
        message: `'ant-1.png' has the label ${value} at x 23, y 9, which is no class of the challenge.`,
        details: { file: "ant-1.png", x: 23, y: 9, value, expected: [1, 2, 5, 0] },
      },
    ]);
  });

  test("the void id may be predicted; without one it is an unknown label", async () => {
    expect((await withFirstMask(withLabel(0, 3, 3))).errors).toEqual([]);
    const spec = { ...SPEC, classMap: { classes: CLASS_MAP.classes } };
    expect((await withFirstMask(withLabel(0, 3, 3), spec)).errors[0]).toMatchObject({
      code: "mask_unknown_label",
      details: { value: 0 },
    });
  });

  test("a damaged image", async () => {
    const png = Buffer.from(maskPng(24, 16));
    png[png.indexOf("IDAT") + 8]! ^= 8;
    expect((await withFirstMask(png)).errors[0]).toMatchObject({ code: "mask_corrupt" });
  });

  test("colours are accepted exactly where the challenge declares them", async () => {
    const spec = { ...SPEC, classMap: { ...CLASS_MAP, rgbMasks: true } };
    expect((await withFirstMask(fixture("class-colors.png"), spec)).errors).toEqual([]);
    expect((await withFirstMask(fixture("rgb.png"), spec)).errors[0]).toMatchObject({
      code: "mask_unknown_color",
      details: { file: "ant-1.png", x: 0, y: 0, value: "#431d97" },
    });
  });
});

describe("progress", async () => {
  const zip = await zipToBuffer(maskItems());
  const source = blobSource(new Blob([new Uint8Array(zip)]));

  test("tells each step's count", async () => {
    const seen: CheckProgress[] = [];
    await checkSubmission(source, SPEC, { codec: nodeCodec, onProgress: (p) => seen.push(p) });
    expect(seen.filter(({ status }) => status === "passed")).toEqual([
      { step: "archive", status: "passed", done: 1, total: 1 },
      { step: "names", status: "passed", done: 1, total: 1 },
      { step: "format", status: "passed", done: 3, total: 3 },
      { step: "labels", status: "passed", done: 3, total: 3 },
    ]);
  });

  test("stops when aborted", async () => {
    const controller = new AbortController();
    const run = checkSubmission(source, SPEC, {
      signal: controller.signal,
      onProgress: ({ step }) => step === "format" && controller.abort(new Error("enough")),
    });
    await expect(run).rejects.toThrow("enough");
  });
});
