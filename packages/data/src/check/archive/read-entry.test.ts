import { randomBytes } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { portableCodec } from "../portable-codec.ts";
import { blobSource } from "./blob-source.ts";
import { LOCAL_HEADER_BYTES, readEntryHead } from "./read-entry.ts";
import type { ArchiveEntry } from "./types.ts";

test.each([3_000, 60_000, 200_000])(
  "the head of a block that deflate stored, of %d bytes",
  async (size) => {
    const content = randomBytes(size);
    const packed = deflateRawSync(content, { level: 0 });
    const header = Buffer.alloc(LOCAL_HEADER_BYTES);
    header.writeUInt32LE(0x04034b50, 0);
    const entry: ArchiveEntry = {
      path: "a.png",
      directory: false,
      symlink: false,
      encrypted: false,
      method: 8,
      crc32: 0,
      offset: 0,
      compressedSize: packed.length,
      uncompressedSize: size,
    };
    const source = blobSource(new Blob([header, packed]));
    expect(await readEntryHead(source, entry, portableCodec, 33)).toEqual(
      new Uint8Array(content.subarray(0, 33)),
    );
  },
);
