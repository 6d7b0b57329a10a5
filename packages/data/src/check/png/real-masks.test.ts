import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode as oracle } from "fast-png";
import { describe, expect, test } from "vitest";
import { nodeCodec } from "../../node-codec.ts";
import { NO_SHARED_DATA, SHARED_DATA } from "../../testing/shared-data.ts";
import { portableCodec } from "../portable-codec.ts";
import { decodeSamples } from "./decode.ts";
import { parsePngHeader } from "./header.ts";

/** About 20 of the PNG files in a folder, from all parts of it. */
function pngsBelow(...path: string[]): string[] {
  const dir = join(SHARED_DATA, ...path);
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".png"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .filter((_, i, all) => i % Math.ceil(all.length / 20) === 0);
}

/** Hashes compare in no time where millions of elements take minutes. */
function sha256(samples: Uint8Array | Uint16Array): string {
  return createHash("sha256").update(samples).digest("hex");
}

describe.skipIf(NO_SHARED_DATA)("masks of other encoders (skipped without the shared data)", () => {
  test.each([
    ["palettes, 16 bits, RGB ids", "encodings"],
    ["DAVIS and CamVid predictions", "submissions"],
    ["part masks", "pascal_part_animals"],
    ["catfish", "catfish/val/masks"],
  ])(
    "%s decode as another decoder decodes them",
    (_, folder) => {
      const files = pngsBelow(folder);
      expect(files.length).toBeGreaterThan(2);
      for (const file of files) {
        const png = readFileSync(file);
        const header = parsePngHeader(png, file);
        const samples = decodeSamples(png, header, nodeCodec, file);
        const portable = decodeSamples(png, header, portableCodec, file);
        expect([file, sha256(portable)]).toEqual([file, sha256(samples)]);
        if (header.bitDepth < 8) continue;
        const expected = oracle(png).data as Uint8Array | Uint16Array;
        expect([file, sha256(samples)]).toEqual([file, sha256(expected)]);
      }
    },
    120_000,
  );
});
