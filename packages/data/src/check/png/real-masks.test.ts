import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode as oracle } from "fast-png";
import { describe, expect, test } from "vitest";
import { nodeCodec } from "../../node-codec.ts";
import { NO_SHARED_DATA, SHARED_DATA } from "../../testing/shared-data.ts";
import { portableCodec } from "../portable-codec.ts";
import { decodeSamples } from "./decode.ts";
import { parsePngHeader } from "./header.ts";

function pngsBelow(...path: string[]): string[] {
  const dir = join(SHARED_DATA, ...path);
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".png"))
    .map((entry) => join(entry.parentPath, entry.name));
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
        expect(decodeSamples(png, header, portableCodec, file)).toEqual(samples);
        if (header.bitDepth < 8) continue;
        // Compared as bytes: element by element takes minutes for millions of pixels.
        const expected = oracle(png).data;
        const bytes = ({ buffer, byteOffset, byteLength }: typeof samples) =>
          Buffer.from(buffer, byteOffset, byteLength);
        const same = bytes(samples).equals(bytes(expected as typeof samples));
        expect(`${file} ${same}`).toBe(`${file} true`);
      }
    },
    120_000,
  );
});
