import { constants, crc32, inflateRawSync, inflateSync } from "node:zlib";
import type { Codec } from "./check/codec.ts";

/** Node's zlib throws when output exceeds `maxOutputLength`; the contract asks for one byte more. */
function bounded(inflate: typeof inflateSync, data: Uint8Array, limit: number): Uint8Array {
  try {
    // One chunk of the expected size spares zlib from growing and joining buffers.
    return plain(inflate(data, { maxOutputLength: limit + 1, chunkSize: Math.max(64, limit + 1) }));
  } catch (error) {
    if (error instanceof RangeError) return new Uint8Array(limit + 1);
    throw error;
  }
}

/** A `Uint8Array`, not a `Buffer`, whose `slice` makes no copy. */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The primitives of Node: zlib in native code. */
export const nodeCodec: Codec = {
  inflateRaw: (data, limit) => bounded(inflateRawSync, data, limit),
  inflateZlib: (data, limit) => bounded(inflateSync, data, limit),
  inflateRawHead(data, limit) {
    // zlib gives out what it has at once; a block's code tables take some 300 bytes before that.
    const start = data.subarray(0, limit + 1_024);
    const head = inflateRawSync(start, { finishFlush: constants.Z_SYNC_FLUSH });
    return plain(head.subarray(0, limit));
  },
  crc32: (data, previous) => crc32(data, previous),
};
