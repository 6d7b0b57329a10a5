import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scenes } from "../test/arbitraries.ts";
import { packedFromBytes, packedToBytes, packLabels, unpackLabels } from "./index.ts";

describe("packed labels", () => {
  it("give back the raster, also by way of bytes at any offset", () => {
    fc.assert(
      fc.property(scenes, fc.nat(5), ({ truth, prediction }, offset) => {
        for (const raster of [truth, prediction]) {
          const packed = packLabels(raster);
          expect(Array.from(unpackLabels(packed))).toEqual(Array.from(raster));
          const bytes = packedToBytes(packed);
          const moved = new Uint8Array(bytes.length + offset);
          moved.set(bytes, offset);
          expect(packedFromBytes(moved.subarray(offset))).toEqual(packed);
        }
      }),
    );
  });

  it("keep a mask of long runs in a small part of its size, and noise in about its size", () => {
    const size = 640 * 853;
    const mask = new Uint8Array(size).fill(1);
    for (let y = 200; y < 600; y++) mask.fill(2, y * 640 + 200 + (y % 7), y * 640 + 400);
    const noise = Uint8Array.from({ length: size }, (_, i) => (i * 7919 + (i >> 3)) % 5);
    expect(packedToBytes(packLabels(mask)).length).toBeLessThan(size / 20);
    expect(packedToBytes(packLabels(noise)).length).toBeLessThan(size * 1.01);
  });

  it("refuses bytes that are damaged or something else", () => {
    const bytes = packedToBytes(packLabels(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)));
    expect(() => packedFromBytes(bytes.subarray(0, -4))).toThrow("cut short or damaged");
    expect(() => packedFromBytes(bytes.subarray(0, -1))).toThrow("cut short or damaged");
    expect(() =>
      packedFromBytes(packedToBytes(packLabels(new Uint8Array(8))).subarray(0, 20)),
    ).toThrow("cut short or damaged");
    expect(() => packedFromBytes(new Uint8Array(40))).toThrow("not packed labels");
    expect(() => packedFromBytes(new Uint8Array())).toThrow(RangeError);
  });
});
