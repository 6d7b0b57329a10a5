import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import { openZip } from "../check/archive/open-zip.ts";
import { readEntry } from "../check/archive/read-entry.ts";
import { checkEntries, isSystemFile } from "../check/archive/rules.ts";
import type { ArchiveEntry, ArchiveLimits, ByteSource } from "../check/archive/types.ts";
import { openFileSource } from "../file-source.ts";
import { nodeCodec } from "../node-codec.ts";
import { inspectTree } from "./inspect-tree.ts";
import { readTree } from "./read-tree.ts";
import type { SourceTree } from "./tree.ts";
import type { ChallengeFolder, ChallengeInspection, ReadOptions } from "./types.ts";

const GIB = 2 ** 30;

/** Data sets come from organizers, so these only keep mistakes from filling a disk. */
const LIMITS: ArchiveLimits = {
  maxBytes: 64 * GIB,
  maxEntries: 500_000,
  maxEntryBytes: GIB / 4,
  maxTotalBytes: 128 * GIB,
};

/**
 * Reads a zipped challenge folder, at the top of the archive or in one folder.
 *
 * @param workDir an existing, empty folder; contents are unpacked there under numbers, never under
 * names of the archive. The result's paths point into it: keep it until they are read.
 * @throws MaskboardError with an archive's code (`not_a_zip`, `zip_…`) or what `readChallengeFolder`
 * throws
 */
export async function readChallengeArchive(
  zipPath: string,
  workDir: string,
  options: ReadOptions = {},
): Promise<ChallengeFolder> {
  return readTree(await unpackArchive(zipPath, workDir, options), options);
}

/**
 * Looks at a zipped challenge folder and tells all that is in it and wrong with it.
 *
 * @param workDir see `readChallengeArchive`
 * @throws MaskboardError with an archive's code, `challenge_config`
 */
export async function inspectChallengeArchive(
  zipPath: string,
  workDir: string,
  options: ReadOptions = {},
): Promise<ChallengeInspection> {
  return inspectTree(await unpackArchive(zipPath, workDir, options), options);
}

async function unpackArchive(
  zipPath: string,
  workDir: string,
  options: ReadOptions,
): Promise<SourceTree> {
  const source = await openFileSource(zipPath);
  try {
    return await unpack(source, workDir, options);
  } finally {
    await source.close();
  }
}

/** Writes the files of the archive into `workDir`, under numbers. */
async function unpack(
  source: ByteSource,
  workDir: string,
  options: ReadOptions,
): Promise<SourceTree> {
  const entries = await openZip(source, LIMITS);
  const [error] = checkEntries(entries, LIMITS);
  if (error) throw error;
  const files = entries.filter(({ directory, path }) => !directory && !isSystemFile(path));
  const root = commonFolder(files);
  await mkdir(workDir, { recursive: true });
  const tree = new Map<string, string>();
  for (const [index, entry] of files.entries()) {
    options.signal?.throwIfAborted();
    const name = entry.path.slice(root.length);
    if (tree.has(name)) {
      throw new MaskboardError("dataset_layout", `The zip holds '${name}' twice.`, { file: name });
    }
    const path = join(workDir, String(index));
    await writeFile(path, await readEntry(source, entry, nodeCodec), { flag: "wx" });
    tree.set(name, path);
  }
  return tree;
}

/** The first folder of all paths with its slash, if they share one that is not part of the layout. */
function commonFolder(files: readonly ArchiveEntry[]): string {
  const first = files[0]?.path.split("/")[0];
  if (!first || first === "train" || first === "test") return "";
  const prefix = `${first}/`;
  return files.every(({ path }) => path.startsWith(prefix)) ? prefix : "";
}
