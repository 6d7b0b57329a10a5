import { createWriteStream } from "node:fs";
import { extname } from "node:path";
import { PassThrough, type Readable, type Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";

/** A file to put into a zip: its bytes, or where they lie on disk. */
export type ZipItem =
  | { readonly path: string; readonly data: Uint8Array }
  | { readonly path: string; readonly file: string };

/** Already compressed: deflate would only cost time. */
const PACKED = new Set([".png", ".jpg", ".jpeg", ".webp", ".zip"]);

/** Fixed, so that the same content gives the same bytes. */
const TIMESTAMP = new Date("2020-01-01T00:00:00Z");

/**
 * Streams a zip of the items, in their order. Files on disk are opened one at a time, so memory does
 * not grow with the archive.
 */
export async function writeZip(out: string | Writable, items: Iterable<ZipItem>): Promise<void> {
  const zip = new ZipFile();
  const failed = new Promise<never>((_, reject) => zip.once("error", reject));
  for (const item of items) {
    const options = {
      mtime: TIMESTAMP,
      mode: 0o100644,
      compress: !PACKED.has(extname(item.path).toLowerCase()),
    };
    if ("file" in item) zip.addFile(item.file, item.path, options);
    else zip.addBuffer(Buffer.from(item.data), item.path, options);
  }
  zip.end();
  const sink = typeof out === "string" ? createWriteStream(out) : out;
  await Promise.race([pipeline(zip.outputStream as Readable, sink), failed]);
}

/** The same in memory, for small archives. */
export async function zipToBuffer(items: Iterable<ZipItem>): Promise<Buffer> {
  const through = new PassThrough();
  const [bytes] = await Promise.all([buffer(through), writeZip(through, items)]);
  return bytes;
}
