import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { picture } from "../testing/challenge-folder.ts";
import { SHARED_DATA } from "../testing/shared-data.ts";
import { findLookAlikes, LOOK_ALIKE_BITS } from "./find-look-alikes.ts";
import { hashOf, perceptualHash } from "./perceptual-hash.ts";

const distance = (one: string, other: string): number =>
  findLookAlikes([{ name: "", hash: one }], [{ name: "", hash: other }], 64)[0]!.distance;

/** The same by the definition: the whole DCT-II, one frequency after the other. */
function plainHash(gray: Uint8Array): string {
  const frequencies = Array.from({ length: 64 }, (_, index) => {
    const [u, v] = [Math.floor(index / 8) + 1, (index % 8) + 1];
    let sum = 0;
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) {
        const wave =
          Math.cos((Math.PI * (2 * x + 1) * v) / 64) * Math.cos((Math.PI * (2 * y + 1) * u) / 64);
        sum += gray[32 * y + x]! * wave;
      }
    }
    return sum;
  });
  const sorted = frequencies.toSorted((a, b) => a - b);
  const median = (sorted[31]! + sorted[32]!) / 2;
  return frequencies.map((frequency) => (frequency > median ? "1" : "0")).join("");
}

test("the hash is the signs of the low frequencies about their median", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1024, maxLength: 1024 }), (gray) => {
      const bits = BigInt(`0x${hashOf(gray)}`)
        .toString(2)
        .padStart(64, "0");
      // Noise has no two frequencies that are equal but for rounding.
      fc.pre(new Set(gray).size > 100);
      expect(bits).toBe(plainHash(gray));
    }),
    { numRuns: 20 },
  );
});

test("a flat picture has a hash that does not depend on its colour", async () => {
  const flat = (value: number) => new Uint8Array(1024).fill(value);
  expect(hashOf(flat(17))).toBe(hashOf(flat(201)));
});

test("pairs within the distance, the closest first", () => {
  const train = ["0000000000000000", "ffffffffffffffff"].map((hash, i) => ({
    name: `t${i}`,
    hash,
  }));
  const test = ["0000000080000001", "fffffffffffffffe", "00000000ffffffff"].map((hash, i) => ({
    name: `p${i}`,
    hash,
  }));
  const found = findLookAlikes(train, test).map((pair) => [
    pair.train.name,
    pair.test.name,
    pair.distance,
  ]);
  expect(found).toEqual([
    ["t1", "p1", 1],
    ["t0", "p0", 2],
  ]);
  expect(findLookAlikes(train, test, 32)).toHaveLength(4);
});

test("another size, format, quality or brightness stays within the threshold", async () => {
  const original = await sharp(await picture(320, 240).png().toBuffer())
    .blur(12)
    .png()
    .toBuffer();
  const hash = await perceptualHash(original);
  const copies = {
    half: sharp(original).resize(160),
    jpeg: sharp(original).jpeg({ quality: 30 }),
    webp: sharp(original).resize(200).webp({ quality: 80 }),
    brighter: sharp(original).linear(1.1, 8),
  };
  for (const [name, copy] of Object.entries(copies)) {
    const other = await perceptualHash(await copy.toBuffer());
    expect(distance(hash, other), name).toBeLessThanOrEqual(LOOK_ALIKE_BITS);
  }
  const mirrored = await perceptualHash(await sharp(original).flop().toBuffer());
  expect(distance(hash, mirrored)).toBeGreaterThan(LOOK_ALIKE_BITS);
});

const catfish = join(SHARED_DATA, "catfish");
describe.skipIf(!existsSync(catfish))("catfish (needs ../shared/data/catfish)", () => {
  test("one picture is in training and validation under two names, and no other", async () => {
    const hashes = (part: string) =>
      readdir(join(catfish, part, "images")).then((names) =>
        Promise.all(
          names.map(async (name) => ({
            name,
            hash: await perceptualHash(join(catfish, part, "images", name)),
          })),
        ),
      );
    const found = findLookAlikes(await hashes("train"), await hashes("val"));
    expect(found.map(({ train, test, distance }) => [train.name, test.name, distance])).toEqual([
      ["cl8i0motz1pxq072m4xbs3h7k.jpg", "cl8i2erkl70xq073obvhy0swc.jpg", 0],
    ]);
  });
});

const ants = join(SHARED_DATA, "ants");
describe.skipIf(!existsSync(ants))("ants (needs ../shared/data/ants)", () => {
  test("different pictures of the same kind in the same pose are no look-alikes", async () => {
    const names = (await readdir(join(ants, "val", "images"))).slice(0, 60);
    const hashed = await Promise.all(
      names.map(async (name) => ({
        name,
        hash: await perceptualHash(join(ants, "val", "images", name)),
      })),
    );
    expect(findLookAlikes(hashed.slice(0, 30), hashed.slice(30))).toEqual([]);
  });
});
