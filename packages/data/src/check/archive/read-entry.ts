import { MaskboardError } from "@maskboard/contracts";
import type { Codec } from "../codec.ts";
import type { ArchiveEntry, ByteSource } from "./types.ts";

/** The fixed part of a local file header. */
export const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const STORED = 0;

/**
 * Where the data of an entry begins, from the 30 fixed bytes of its local header (which repeats name
 * and extra field in lengths of its own).
 *
 * @throws MaskboardError `zip_truncated`, `zip_corrupt`
 */
export function dataOffset(entry: ArchiveEntry, localHeader: Uint8Array, fileSize: number): number {
  const { path: file } = entry;
  if (localHeader.length < LOCAL_HEADER_BYTES) throw truncated(file);
  const view = new DataView(localHeader.buffer, localHeader.byteOffset, LOCAL_HEADER_BYTES);
  if (view.getUint32(0, true) !== LOCAL_HEADER_SIGNATURE) {
    throw new MaskboardError("zip_corrupt", `'${file}' is not where the zip says it is.`, { file });
  }
  const start =
    entry.offset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + entry.compressedSize > fileSize) throw truncated(file);
  return start;
}

/**
 * Unpacks an entry that passed `checkEntries` and proves its declared size and CRC-32.
 *
 * @param data the `compressedSize` bytes at `dataOffset`
 * @throws MaskboardError `zip_corrupt`, `zip_truncated`, `zip_bomb` (it expands beyond its declared size)
 */
export function unpack(entry: ArchiveEntry, data: Uint8Array, codec: Codec): Uint8Array {
  const { path: file, uncompressedSize } = entry;
  if (data.length < entry.compressedSize) throw truncated(file);
  let bytes = data;
  if (entry.method !== STORED) {
    try {
      bytes = codec.inflateRaw(data, uncompressedSize);
    } catch (cause) {
      throw new MaskboardError("zip_corrupt", `'${file}' can't be unpacked.`, { file }, cause);
    }
  }
  if (bytes.length > uncompressedSize) {
    throw new MaskboardError(
      "zip_bomb",
      `'${file}' expands beyond the ${uncompressedSize} bytes that the zip declares for it.`,
      { file, limit: uncompressedSize },
    );
  }
  if (bytes.length < uncompressedSize || codec.crc32(bytes) !== entry.crc32) {
    throw new MaskboardError(
      "zip_corrupt",
      `'${file}' is damaged: its content does not match the checksum in the zip.`,
      { file },
    );
  }
  return bytes;
}

/** Reads and unpacks one entry. Memory: compressed plus unpacked size. */
export async function readEntry(
  source: ByteSource,
  entry: ArchiveEntry,
  codec: Codec,
): Promise<Uint8Array> {
  const header = await source.read(entry.offset, LOCAL_HEADER_BYTES);
  const start = dataOffset(entry, header, source.size);
  return unpack(entry, await source.read(start, entry.compressedSize), codec);
}

/** The first `length` bytes of an entry (fewer if it is shorter), without unpacking all of it. */
export async function readEntryHead(
  source: ByteSource,
  entry: ArchiveEntry,
  codec: Codec,
  length: number,
): Promise<Uint8Array> {
  const header = await source.read(entry.offset, LOCAL_HEADER_BYTES);
  const start = dataOffset(entry, header, source.size);
  if (entry.method === STORED) {
    return source.read(start, Math.min(length, entry.compressedSize));
  }
  const wanted = Math.min(length, entry.uncompressedSize);
  try {
    let head: Uint8Array;
    // Deflate's block header with its code tables may precede the first byte: at most 300 bytes or
    // so. A stored block (64 KiB at most) may come out only once all of it is there.
    let reach = length + 1_024;
    do {
      const data = await source.read(start, Math.min(reach, entry.compressedSize));
      head = codec.inflateRawHead(data, length);
      reach += 65_536;
    } while (head.length < wanted && reach <= length + 1_024 + 65_536);
    return head;
  } catch (cause) {
    const file = entry.path;
    throw new MaskboardError("zip_corrupt", `'${file}' can't be unpacked.`, { file }, cause);
  }
}

function truncated(file: string): MaskboardError {
  return new MaskboardError("zip_truncated", `The zip breaks off within '${file}'.`, { file });
}
