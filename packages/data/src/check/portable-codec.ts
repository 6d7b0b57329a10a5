import { Inflate, inflateSync, unzlibSync } from "fflate";
import type { Codec } from "./codec.ts";

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(data: Uint8Array, previous = 0): number {
  let crc = ~previous;
  for (let i = 0; i < data.length; i++) crc = TABLE[(crc ^ data[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Runs wherever JavaScript does. fflate stops writing at the end of `out`, which bounds memory. */
export const portableCodec: Codec = {
  inflateRaw: (data, limit) => inflateSync(data, { out: new Uint8Array(limit + 1) }),
  inflateZlib: (data, limit) => unzlibSync(data, { out: new Uint8Array(limit + 1) }),
  inflateRawHead(data, limit) {
    const head = new Uint8Array(limit);
    let length = 0;
    const inflate = new Inflate((chunk) => {
      const part = chunk.subarray(0, limit - length);
      head.set(part, length);
      length += part.length;
    });
    inflate.push(data, false);
    return head.subarray(0, length);
  },
  crc32,
};
