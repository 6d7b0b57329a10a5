import { readSync } from "node:fs";
import type { ClassMap } from "@maskboard/contracts";
import {
  dataOffset,
  LOCAL_HEADER_BYTES,
  MaskDecoder,
  type MatchedMask,
  unpack,
} from "@maskboard/data/check";
import { nodeCodec } from "@maskboard/data/node-codec";

export interface DecodeBatch {
  readonly fd: number;
  readonly size: number;
  readonly classMap: ClassMap;
  readonly masks: readonly MatchedMask[];
}

let decoder: MaskDecoder | null = null;

/** What no scorer can do without: read, unpack and decode each mask. Returns pixels decoded. */
export default function decodeBatch({ fd, size, classMap, masks }: DecodeBatch): number {
  decoder ??= new MaskDecoder(classMap, nodeCodec);
  let pixels = 0;
  const buffer = new Uint8Array(2 ** 20);
  for (const { entry, width, height } of masks) {
    const read = (offset: number, length: number) => {
      return buffer.subarray(0, readSync(fd, buffer, 0, length, offset));
    };
    const start = dataOffset(entry, read(entry.offset, LOCAL_HEADER_BYTES), size);
    const png = unpack(entry, read(start, entry.compressedSize), nodeCodec);
    pixels += decoder.decode(png, { file: entry.path, width, height }).labels.length;
  }
  return pixels;
}
