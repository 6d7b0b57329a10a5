import { createWriteStream } from "node:fs";
import { lstat, mkdir, realpath, statfs } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { MaskboardError } from "@maskboard/contracts";
import * as yauzl from "yauzl";
import { bytes } from "../output/format.ts";

const MAX_ENTRIES = 1_000_000;
const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;

/** Unix mode bits of an entry; 0 where the archive was made elsewhere. */
const modeOf = (entry: yauzl.Entry): number => entry.externalFileAttributes >>> 16;

/** Central directory of the archive: nothing is written before all of it is known to be harmless. */
async function readEntries(archive: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = [];
  for await (const entry of archive.eachEntry()) {
    if ((modeOf(entry) & FILE_TYPE) === SYMLINK) {
      throw new MaskboardError("zip_symlink", `${entry.fileName} is a link.`, {
        file: entry.fileName,
      });
    }
    if (entry.isEncrypted()) {
      throw new MaskboardError("zip_encrypted", `${entry.fileName} is encrypted.`);
    }
    entries.push(entry);
    if (entries.length > MAX_ENTRIES) {
      throw new MaskboardError("zip_too_many_entries", "The archive has too many entries.");
    }
  }
  return entries;
}

/** Where an entry goes; below `folder` even where folders in it are links. */
async function targetOf(folder: string, name: string): Promise<string> {
  const target = resolve(folder, name);
  const inside = (path: string): boolean => path === folder || path.startsWith(folder + sep);
  const parent = dirname(target);
  if (!inside(target)) throw new MaskboardError("zip_unsafe_path", `${name} leads elsewhere.`);
  await mkdir(parent, { recursive: true });
  const link = await lstat(target).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
  if (link || !inside(await realpath(parent))) {
    throw new MaskboardError("zip_unsafe_path", `${target} is a link to somewhere else.`);
  }
  return target;
}

/**
 * Unpacks a zip below `folder`, replacing files of the same names.
 *
 * Refuses before writing: links, encrypted entries, names that lead out of the folder (`..`,
 * absolute, drive letters), more than fits on the disk. No file grows beyond its declared size.
 *
 * @returns paths below `folder`, in the order of the archive
 * @throws MaskboardError with a `zip_…` code
 */
export async function unpack(
  file: string,
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<string[]> {
  let archive: yauzl.ZipFile;
  let entries: yauzl.Entry[];
  try {
    archive = await yauzl.openPromise(file, { autoClose: false, lazyEntries: true });
    entries = await readEntries(archive);
  } catch (error) {
    if (error instanceof MaskboardError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const unsafe = /relative path|absolute path|invalid characters in fileName/.test(message);
    throw new MaskboardError(unsafe ? "zip_unsafe_path" : "zip_corrupt", `${file}: ${message}.`);
  }
  try {
    await mkdir(folder, { recursive: true });
    const root = await realpath(folder);
    const needed = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    const { bavail, bsize } = await statfs(root);
    if (needed > bavail * bsize) {
      const free = bytes(bavail * bsize);
      throw new MaskboardError(
        "bad_request",
        `${root} has ${free} free of ${bytes(needed)} needed.`,
      );
    }
    const written: string[] = [];
    for (const [index, entry] of entries.entries()) {
      if (entry.fileName.endsWith("/")) {
        await mkdir(join(await targetOf(root, entry.fileName), "."), { recursive: true });
      } else {
        const target = await targetOf(root, entry.fileName);
        await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(target));
        written.push(entry.fileName);
      }
      onProgress(index + 1, entries.length);
    }
    return written;
  } finally {
    archive.close();
  }
}
