import { MaskboardError } from "@maskboard/contracts";
import fc from "fast-check";
import { decode as oracle } from "fast-png";
import { describe, expect, test } from "vitest";
import { nodeCodec } from "../../node-codec.ts";
import { encodeLabelPng, pngChunk } from "../../png-encode.ts";
import { type AnyPng, encodeAnyPng } from "../../testing/any-png.ts";
import { portableCodec } from "../portable-codec.ts";
import { channelCount, decodeSamples } from "./decode.ts";
import { parsePngHeader } from "./header.ts";

const CODECS = [
  ["node", nodeCodec],
  ["portable", portableCodec],
] as const;

const KINDS = [
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
].flatMap(([type, depths]) =>
  (depths as number[]).flatMap((bitDepth) =>
    [false, true].map((interlaced) => ({ colorType: type as number, bitDepth, interlaced })),
  ),
);

const anyPng: fc.Arbitrary<AnyPng> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    width: fc.integer({ min: 1, max: 37 }),
    height: fc.integer({ min: 1, max: 19 }),
    filters: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 7 }),
    idatBytes: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    // Few values, so that runs occur, and many.
    values: fc.constantFrom(2, 3, 65_536),
    seed: fc.integer(),
  })
  .map(({ kind, width, height, filters, idatBytes, values, seed }) => {
    const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[kind.colorType]!;
    let state = seed >>> 0;
    const samples = Array.from({ length: width * height * channels }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 12) % Math.min(values, 2 ** kind.bitDepth);
    });
    return { ...kind, width, height, filters, idatBytes, samples };
  });

function refusal(png: Uint8Array): string {
  const codes = CODECS.map(([, codec]) => {
    try {
      decodeSamples(png, parsePngHeader(png, "m.png"), codec, "m.png");
      return "accepted";
    } catch (error) {
      if (error instanceof MaskboardError) return error.code;
      throw error;
    }
  });
  expect(codes[0]).toBe(codes[1]);
  return codes[0]!;
}

describe.each(CODECS)("decodeSamples with the %s codec", (_, codec) => {
  test("returns the stored samples of every kind of PNG", () => {
    fc.assert(
      fc.property(anyPng, (image) => {
        const png = encodeAnyPng(image);
        const header = parsePngHeader(png, "m.png");
        expect(header).toMatchObject({ width: image.width, height: image.height });
        const samples = decodeSamples(png, header, codec, "m.png");
        expect(Array.from(samples)).toEqual(image.samples);
      }),
      { numRuns: 300 },
    );
  });

  test("agrees with another decoder where that one is exact", () => {
    fc.assert(
      fc.property(
        anyPng.filter(({ bitDepth }) => bitDepth >= 8),
        (image) => {
          const png = encodeAnyPng(image);
          const header = parsePngHeader(png, "m.png");
          const samples = decodeSamples(png, header, codec, "m.png");
          const expected = oracle(png);
          expect(channelCount(header)).toBe(expected.channels);
          expect(Array.from(samples)).toEqual(Array.from(expected.data));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("reads what encodeLabelPng writes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 40, maxLength: 400 }),
        fc.boolean(),
        fc.boolean(),
        (width, values, palette, runsOnly) => {
          const height = Math.floor(values.length / width);
          const labels = Uint16Array.from(values.slice(0, width * height), (v) =>
            palette ? v % 5 : v,
          );
          const colors = ["#000000", "#e6194b", "#3cb44b", "#ffe119", "#4363d8"];
          const png = encodeLabelPng(labels, width, height, {
            ...(palette && { palette: colors }),
            runsOnly,
          });
          const samples = decodeSamples(png, parsePngHeader(png, "m.png"), codec, "m.png");
          expect(Array.from(samples)).toEqual(Array.from(labels));
        },
      ),
    );
  });
});

describe("damaged and odd files", () => {
  const labels = Uint8Array.from({ length: 24 * 16 }, (_, i) => (i * 7) % 5);
  const good = encodeLabelPng(labels, 24, 16);
  const idat = good.indexOf("IDAT");

  test("a file that breaks off anywhere is refused", () => {
    for (let length = 33; length < good.length - 1; length += 3) {
      expect(refusal(good.subarray(0, length))).toBe("mask_corrupt");
    }
  });

  test("a flipped bit in header or image data is noticed by its checksum", () => {
    for (const at of [idat + 8, idat + 20, good.indexOf("IHDR") + 15]) {
      const bad = Buffer.from(good);
      bad[at]! ^= 4;
      expect(refusal(bad)).toBe("mask_corrupt");
    }
  });

  test("image data for fewer or more rows than declared is refused", () => {
    for (const rows of [15, 17, 4_000]) {
      const other = encodeLabelPng(new Uint8Array(24 * rows), 24, rows);
      const lying = Buffer.concat([
        good.subarray(0, 33),
        other.subarray(33, other.indexOf("IEND") - 4),
        pngChunk("IEND", Buffer.alloc(0)),
      ]);
      expect(refusal(lying)).toBe("mask_corrupt");
    }
  });

  test("unknown filters, chunks and a missing palette are refused", () => {
    const base = { width: 2, height: 2, bitDepth: 8, colorType: 0, samples: [1, 2, 3, 4] };
    expect(refusal(encodeAnyPng({ ...base, filters: [5] }))).toBe("mask_corrupt");
    const odd = pngChunk("ABCD", Buffer.alloc(3));
    expect(refusal(encodeAnyPng({ ...base, before: [odd] }))).toBe("mask_corrupt");
    expect(refusal(encodeAnyPng({ ...base, colorType: 3, before: [] }))).toBe("mask_corrupt");
  });

  test("an animation is refused; metadata and bytes after the end are not", () => {
    const base = { width: 2, height: 2, bitDepth: 8, colorType: 0, samples: [1, 2, 3, 4] };
    const animation = pngChunk("acTL", Buffer.alloc(8));
    expect(refusal(encodeAnyPng({ ...base, before: [animation] }))).toBe("mask_not_png");
    const text = [pngChunk("tEXt", Buffer.from("Software\0x")), pngChunk("tRNS", Buffer.alloc(2))];
    expect(refusal(encodeAnyPng({ ...base, before: text }))).toBe("accepted");
    expect(refusal(Buffer.concat([good, Buffer.from("trailing")]))).toBe("accepted");
  });

  test("headers that no PNG may have are refused", () => {
    for (const [at, value] of [
      [25, 5],
      [24, 3],
      [26, 1],
      [27, 1],
      [28, 2],
    ] as const) {
      const bad = Buffer.from(good);
      bad[at] = value;
      expect(refusal(bad)).toBe("mask_corrupt");
    }
    expect(refusal(Buffer.alloc(0))).toBe("mask_empty");
    expect(refusal(Buffer.from("hello"))).toBe("mask_not_png");
    expect(refusal(good.subarray(0, 20))).toBe("mask_corrupt");
  });
});
