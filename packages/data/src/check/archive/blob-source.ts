import type { ByteSource } from "./types.ts";

/** Reads a `File` of a browser (or any `Blob`) piecewise, without loading it. */
export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: async (offset, length) =>
      new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  };
}
