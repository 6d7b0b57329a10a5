import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encodeLabelPng } from "../../png-encode.ts";
import { maskItems, maskPng, SPEC } from "../../testing/masks.ts";
import { check, directoryRecord, encryptedZip, rename } from "../../testing/zips.ts";
import { zipToBuffer } from "../../zip-write.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url));
const good = await zipToBuffer(maskItems());
const firstError = async (zip: Uint8Array, spec = SPEC) => (await check(zip, spec)).errors[0];

/** Changes fields of a directory record: offset in the record, value, bytes. */
function patch(path: string, ...fields: (readonly [number, number, 2 | 4])[]): Buffer {
  const zip = Buffer.from(good);
  const record = directoryRecord(zip, path);
  for (const [at, value, bytes] of fields) {
    if (bytes === 2) zip.writeUInt16LE(value, record + at);
    else zip.writeUInt32LE(value, record + at);
  }
  return zip;
}

describe("archives that are fine", () => {
  test("stored entries, with a comment or bytes after the end", async () => {
    expect(await check(good)).toEqual({ images: 3, notices: [], errors: [], failedStep: null });
    const commented = Buffer.concat([good, Buffer.from("hello")]);
    commented.writeUInt16LE(5, good.length - 2);
    expect((await check(commented)).errors).toEqual([]);
  });

  test("zip64 with data descriptors, and a streamed one with a Mac's system files", async () => {
    expect((await check(fixture("streamed-zip64.zip"))).errors).toEqual([]);
    const report = await check(fixture("streamed-descriptors.zip"));
    expect(report.errors).toEqual([]);
    expect(report.notices).toEqual([
      "Ignored 2 system files such as __MACOSX or .DS_Store.",
      "All masks are in the folder 'preds/', which is fine.",
    ]);
  });

  test("backslashes as separators", async () => {
    const items = maskItems().map((item) => ({ ...item, path: `m/${item.path}` }));
    const report = await check(rename(await zipToBuffer(items), "m/", "m\\"));
    expect(report.errors).toEqual([]);
    expect(report.notices).toEqual(["All masks are in the folder 'm/', which is fine."]);
  });
});

describe("files that are no usable archive", () => {
  test("empty", async () => {
    expect(await firstError(new Uint8Array(0))).toMatchObject({ code: "file_empty" });
  });

  test("not a zip: says what it is", async () => {
    expect(await firstError(maskPng(5, 5))).toMatchObject({
      code: "not_a_zip",
      message: "The file is not a zip archive but a PNG image.",
    });
    expect(await firstError(Buffer.from("just text"))).toMatchObject({ code: "not_a_zip" });
    expect(await firstError(Buffer.from("PK"))).toMatchObject({ code: "not_a_zip" });
  });

  test("cut off at any point", async () => {
    for (let length = 30; length < good.length - 1; length += 37) {
      expect(await firstError(good.subarray(0, length))).toMatchObject({ code: "zip_truncated" });
    }
  });

  test("beginning missing or directory overwritten", async () => {
    expect((await firstError(good.subarray(200)))?.code).toBe("zip_corrupt");
    const bad = Buffer.from(good);
    bad.fill(0xee, directoryRecord(bad, "ant-1.png"), directoryRecord(bad, "ant-1.png") + 40);
    expect((await firstError(bad))?.code).toBe("zip_corrupt");
  });

  test("larger than the challenge allows", async () => {
    const error = await firstError(good, { ...SPEC, maxArtifactBytes: good.length - 1 });
    expect(error).toMatchObject({
      code: "file_too_large",
      details: { value: good.length, limit: good.length - 1 },
    });
  });

  test("encrypted, by Info-ZIP, with AES and with ZipCrypto", async () => {
    expect(await firstError(fixture("encrypted.zip"))).toMatchObject({
      code: "zip_encrypted",
      details: { file: "ant-1.png" },
    });
    for (const old of [true, false]) {
      expect(await firstError(await encryptedZip(maskItems(), old))).toMatchObject({
        code: "zip_encrypted",
        details: { total: 3 },
      });
    }
  });

  test("an unknown compression method", async () => {
    const zip = patch("ant-1.png", [10, 14, 2]);
    expect(await firstError(zip)).toMatchObject({
      code: "zip_unsupported",
      details: { file: "ant-1.png", value: 14 },
    });
  });

  test("damaged content, found by its checksum", async () => {
    const bad = Buffer.from(good);
    bad[bad.indexOf("IDAT") + 6]! ^= 1;
    expect(await firstError(bad)).toMatchObject({ code: "zip_corrupt" });
  });

  test("an entry that is not where the directory says", async () => {
    expect(await firstError(patch("ant-1.png", [42, 3, 4]))).toMatchObject({ code: "zip_corrupt" });
  });
});

describe("hostile archives", () => {
  test("a declared size beyond what a mask can need", async () => {
    const big = await zipToBuffer(maskItems({ "ant-1.dat": Buffer.alloc(20 * 2 ** 20) }));
    expect(await firstError(big)).toMatchObject({
      code: "zip_bomb",
      details: { file: "ant-1.dat", value: 20 * 2 ** 20 },
    });
  });

  test("a declared ratio that deflate can't reach", async () => {
    expect(await firstError(patch("ant-1.png", [24, 10_000_000, 4]))).toMatchObject({
      code: "zip_bomb",
    });
  });

  test("a small declared size for data that expands without end", async () => {
    const items = maskItems({ "ant-1.png": null, "ant-1.dat": Buffer.alloc(10 * 2 ** 20) });
    const zip = rename(await zipToBuffer(items), "ant-1.dat", "ant-1.png");
    const record = directoryRecord(zip, "ant-1.png");
    zip.writeUInt32LE(100_000, record + 24);
    // The first bytes are no PNG; with a real mask in front the labels step meets the lie.
    expect(await firstError(zip)).toMatchObject({ code: "mask_not_png" });
    const png = Buffer.concat([maskPng(24, 16), Buffer.alloc(10 * 2 ** 20)]);
    const packed = maskItems({ "ant-1.png": null, "ant-1.dat": png });
    const lying = rename(await zipToBuffer(packed), "ant-1.dat", "ant-1.png");
    lying.writeUInt32LE(100_000, directoryRecord(lying, "ant-1.png") + 24);
    expect(await firstError(lying)).toMatchObject({
      code: "zip_bomb",
      details: { file: "ant-1.png", limit: 100_000 },
    });
  });

  test("entries that share their data", async () => {
    const zip = Buffer.from(good);
    const first = zip.readUInt32LE(directoryRecord(zip, "ant-1.png") + 42);
    zip.writeUInt32LE(first, directoryRecord(zip, "ant-2.png") + 42);
    expect(await firstError(zip)).toMatchObject({ code: "zip_bomb" });
  });

  test("more entries than masks can need", async () => {
    const items = maskItems();
    for (let i = 0; i < 120; i++) items.push({ path: `x${i}.txt`, data: new Uint8Array(1) });
    expect(await firstError(await zipToBuffer(items))).toMatchObject({
      code: "zip_too_many_entries",
      details: { limit: 109 },
    });
  });

  test("a directory too large to load", async () => {
    const items = maskItems();
    for (let i = 0; i < 900; i++) {
      items.push({ path: `${"x".repeat(500)}${i}.txt`, data: new Uint8Array(0) });
    }
    const spec = { ...SPEC, images: SPEC.images.slice(0, 1) };
    expect(await firstError(await zipToBuffer(items), spec)).toMatchObject({
      code: "zip_too_many_entries",
    });
  });

  test.each([
    ["../ant.png", "contains '..'"],
    ["/../an.png", "starts with a slash"],
    ["a/../x.png", "contains '..'"],
    ["..\\ant.png", "contains '..'"],
    ["C:\\ant.png", "starts with a drive letter"],
    ["ant\u0001\n.png", "contains a control character"],
  ])("the path %j", async (path, why) => {
    const name = "x".repeat(path.length);
    const zip = rename(await zipToBuffer(maskItems({ [name]: maskPng(2, 2) })), name, path);
    const error = await firstError(zip);
    expect(error?.code).toBe("zip_unsafe_path");
    expect(error?.message).toContain(why);
  });

  test("a symbolic link", async () => {
    expect(await firstError(fixture("symlink.zip"))).toMatchObject({
      code: "zip_symlink",
      details: { file: "ant-2.png" },
    });
  });

  test("a PNG that declares a gigantic size is refused before it is decoded", async () => {
    const bomb = Buffer.from(encodeLabelPng(new Uint8Array(4), 2, 2));
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    expect(await firstError(await zipToBuffer(maskItems({ "ant-1.png": bomb })))).toMatchObject({
      code: "mask_too_large",
      details: { file: "ant-1.png", value: "60000 x 60000" },
    });
  });
});
