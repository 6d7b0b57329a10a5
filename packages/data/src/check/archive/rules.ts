import { MaskboardError, nameList } from "@maskboard/contracts";
import type { ArchiveEntry, ArchiveLimits } from "./types.ts";

/** Deflate can't expand further than this; a larger claim is a lie. */
const MAX_DEFLATE_RATIO = 1_032;
const STORED = 0;
const DEFLATED = 8;
/** Local header without name and extra field. */
const LOCAL_HEADER_BYTES = 30;

/** Files that operating systems add by themselves. */
const SYSTEM_FILE =
  /(^|\/)(__MACOSX(\/|$)|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.Spotlight-V100(\/|$)|\.Trashes(\/|$)|\.fseventsd(\/|$))/i;

export function isSystemFile(path: string): boolean {
  return SYSTEM_FILE.test(path);
}

/** Why a path could lead out of a folder or confuse a file system; `null` for a harmless one. */
function unsafePathReason(path: string): string | null {
  if (path.startsWith("/")) return "starts with a slash";
  if (/^[a-z]:/i.test(path)) return "starts with a drive letter";
  if (path.split("/").includes("..")) return "contains '..'";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the point
  if (/[\u0000-\u001f\u007f]/.test(path)) return "contains a control character";
  if (path.length > 512) return "is longer than 512 characters";
  return null;
}

/**
 * Applies every rule that the central directory alone can break, to all files but those that
 * operating systems add.
 *
 * @returns the errors found, worst first
 */
export function checkEntries(
  entries: readonly ArchiveEntry[],
  limits: ArchiveLimits,
): MaskboardError[] {
  const errors: MaskboardError[] = [];
  for (const entry of entries) {
    const error = checkEntry(entry, limits);
    if (error) errors.push(error);
  }
  const total = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (total > limits.maxTotalBytes) {
    errors.push(
      new MaskboardError("zip_bomb", `The files of the zip would have ${total} bytes in all.`, {
        value: total,
        limit: limits.maxTotalBytes,
      }),
    );
  }
  const overlapping = findOverlap(entries);
  if (overlapping) {
    errors.push(
      new MaskboardError(
        "zip_bomb",
        `The data of '${overlapping.path}' overlaps that of another file in the zip.`,
        { file: overlapping.path },
      ),
    );
  }
  const encrypted = errors.filter(({ code }) => code === "zip_encrypted");
  if (encrypted.length > 1) {
    const names = encrypted.map(({ details }) => details.file ?? "");
    const all = new MaskboardError(
      "zip_encrypted",
      `${encrypted.length} files in the zip are encrypted, '${names[0]}' first.`,
      { file: names[0]!, ...nameList(names) },
    );
    return [all, ...errors.filter(({ code }) => code !== "zip_encrypted")];
  }
  return errors;
}

function checkEntry(entry: ArchiveEntry, limits: ArchiveLimits): MaskboardError | null {
  const { path: file, compressedSize, uncompressedSize } = entry;
  const reason = unsafePathReason(file);
  if (reason) {
    return new MaskboardError("zip_unsafe_path", `The path '${file}' ${reason}.`, { file });
  }
  if (entry.symlink) {
    return new MaskboardError("zip_symlink", `'${file}' is a symbolic link, not a file.`, { file });
  }
  if (entry.directory || isSystemFile(file)) return null;
  if (entry.offset < 0) {
    return new MaskboardError(
      "zip_corrupt",
      `'${file}' lies outside the file; its beginning is missing.`,
      { file },
    );
  }
  if (entry.encrypted) {
    return new MaskboardError("zip_encrypted", `'${file}' is encrypted.`, { file });
  }
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    return new MaskboardError(
      "zip_unsupported",
      `'${file}' is compressed with method ${entry.method}; only deflate and no compression are read.`,
      { file, value: entry.method, expected: [STORED, DEFLATED] },
    );
  }
  if (uncompressedSize > limits.maxEntryBytes) {
    return new MaskboardError(
      "zip_bomb",
      `'${file}' would have ${uncompressedSize} bytes; a mask here needs at most ${limits.maxEntryBytes}.`,
      { file, value: uncompressedSize, limit: limits.maxEntryBytes },
    );
  }
  const most = entry.method === STORED ? compressedSize : compressedSize * MAX_DEFLATE_RATIO;
  if (uncompressedSize > most) {
    return new MaskboardError(
      "zip_bomb",
      `'${file}' claims to expand from ${compressedSize} to ${uncompressedSize} bytes.`,
      { file, value: uncompressedSize, limit: most },
    );
  }
  // Deflate never grows data by more than a few bytes per block, so this is padding or a lie.
  if (compressedSize > 1.1 * uncompressedSize + 1_024) {
    return new MaskboardError(
      "zip_corrupt",
      `'${file}' claims to shrink from ${compressedSize} to ${uncompressedSize} bytes when unpacked.`,
      { file, value: compressedSize },
    );
  }
  return null;
}

/** Entries that share bytes let a small file expand without end; no archiver writes them. */
function findOverlap(entries: readonly ArchiveEntry[]): ArchiveEntry | null {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  let end = Number.NEGATIVE_INFINITY;
  for (const entry of sorted) {
    if (entry.offset < end) return entry;
    end = entry.offset + LOCAL_HEADER_BYTES + entry.compressedSize;
  }
  return null;
}
