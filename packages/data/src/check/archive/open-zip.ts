import { MaskboardError } from "@maskboard/contracts";
import {
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_EOCDR_NOT_FOUND,
  ERR_SPLIT_ZIP_FILE,
  type Reader,
  ZipReader,
} from "@zip.js/zip.js/lib/zip-core-reader.js";
import { SNIFF_BYTES, sniff } from "./sniff.ts";
import type { ArchiveEntry, ArchiveLimits, ByteSource } from "./types.ts";

/** The end of central directory record; an empty zip is nothing else. */
const END_RECORD_BYTES = 22;

/** Bytes of central directory per entry: 46 plus a long name, extra fields and a comment. */
const DIRECTORY_BYTES_PER_ENTRY = 1_024;

/**
 * Lets the zip library read from a `ByteSource`. The library loads the central directory at once, so
 * a directory larger than the allowed number of entries can need is refused before it is in memory.
 */
function boundedReader(source: ByteSource, limits: ArchiveLimits): Reader<ByteSource> {
  // The end record may be preceded by a comment of 64 KiB, which is read along with it.
  const most = 2 ** 18 + limits.maxEntries * DIRECTORY_BYTES_PER_ENTRY;
  const reader: Pick<Reader<ByteSource>, "size" | "readUint8Array"> = {
    size: source.size,
    async readUint8Array(offset, length) {
      if (length > most) throw tooManyEntries(limits);
      return source.read(offset, Math.max(0, Math.min(length, source.size - offset)));
    },
  };
  // Random access is all that reading the directory uses; the base class is not in the reader-only
  // build, which leaves the library's workers and WebAssembly out of the browser's bundle.
  return reader as Reader<ByteSource>;
}

function tooManyEntries(limits: ArchiveLimits): MaskboardError {
  return new MaskboardError(
    "zip_too_many_entries",
    `The zip lists more than ${limits.maxEntries} entries.`,
    { limit: limits.maxEntries },
  );
}

/**
 * Reads the central directory of a zip (zip64 too). Contents are not touched.
 *
 * @throws MaskboardError `file_empty`, `file_too_large`, `not_a_zip`, `zip_truncated`, `zip_corrupt`,
 * `zip_encrypted`, `zip_unsupported`, `zip_too_many_entries`
 */
export async function openZip(source: ByteSource, limits: ArchiveLimits): Promise<ArchiveEntry[]> {
  if (source.size === 0) {
    throw new MaskboardError("file_empty", "The file is empty (0 bytes).", { value: 0 });
  }
  if (source.size > limits.maxBytes) {
    throw new MaskboardError(
      "file_too_large",
      `The file has ${mebibytes(source.size)} MiB; the limit is ${mebibytes(limits.maxBytes)} MiB.`,
      { value: source.size, limit: limits.maxBytes },
    );
  }
  const kind = sniff(await source.read(0, Math.min(SNIFF_BYTES, source.size)));
  const reader = new ZipReader(boundedReader(source, limits), {
    // Names are judged by our own rules, which tell people more.
    filenameValidation: "tolerant",
  });
  const entries: ArchiveEntry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (entries.length >= limits.maxEntries) throw tooManyEntries(limits);
      entries.push({
        // Some Windows tools store backslashes. They become folders and are judged as such.
        path: entry.filename.replaceAll("\\", "/").normalize("NFC"),
        compressedSize: entry.compressedSize,
        uncompressedSize: entry.uncompressedSize,
        method: entry.compressionMethod,
        encrypted: entry.encrypted,
        symlink: entry.symlink,
        directory: entry.directory,
        crc32: entry.signature ?? 0,
        offset: entry.offset,
      });
    }
  } catch (error) {
    throw toZipError(error, kind, source.size);
  }
  return entries;
}

function toZipError(error: unknown, kind: string | null, size: number): MaskboardError {
  if (error instanceof MaskboardError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (message === ERR_ENCRYPTED_CENTRAL_DIRECTORY) {
    return new MaskboardError("zip_encrypted", "The zip's list of files is encrypted.");
  }
  if (message === ERR_SPLIT_ZIP_FILE) {
    return new MaskboardError(
      "zip_unsupported",
      "This is one part of a zip split over many files.",
    );
  }
  if (message === ERR_EOCDR_NOT_FOUND || size < END_RECORD_BYTES) {
    return kind === "zip archive"
      ? new MaskboardError(
          "zip_truncated",
          "The zip breaks off: its list of files, at the end, is missing.",
        )
      : new MaskboardError(
          "not_a_zip",
          `The file is not a zip archive${kind ? ` but a ${kind}` : ""}.`,
          {
            ...(kind ? { value: kind } : {}),
            expected: "zip archive",
          },
        );
  }
  return new MaskboardError(
    "zip_corrupt",
    `The zip's list of files is damaged (${message}).`,
    {},
    error,
  );
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
