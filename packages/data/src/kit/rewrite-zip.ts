import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openZip } from "../check/archive/open-zip.ts";
import { readEntry } from "../check/archive/read-entry.ts";
import { openFileSource } from "../file-source.ts";
import { nodeCodec } from "../node-codec.ts";
import { writeZip, type ZipItem } from "../zip-write.ts";

/** For our own archives: only what fits into numbers bounds them. */
const UNBOUNDED = {
  maxBytes: Number.MAX_SAFE_INTEGER,
  maxEntries: 10_000_000,
  maxEntryBytes: Number.MAX_SAFE_INTEGER,
  maxTotalBytes: Number.MAX_SAFE_INTEGER,
};

/**
 * Writes a zip of our own again with other contents of some files, one file at a time.
 *
 * @param work an existing folder for what is unpacked; remove it afterwards
 * @param contents makes the new contents, by path, of the paths in the zip
 */
export async function rewriteZip(
  zip: { from: string; to: string },
  work: string,
  contents: (paths: readonly string[]) => ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const unpacked = join(work, "unpacked");
  await mkdir(unpacked);
  const source = await openFileSource(zip.from);
  const items: ZipItem[] = [];
  try {
    const entries = await openZip(source, UNBOUNDED);
    const renewed = contents(entries.map(({ path }) => path));
    for (const entry of entries) {
      const { path } = entry;
      const data = renewed.get(path);
      if (data) items.push({ path, data });
      else {
        const file = join(unpacked, String(items.length));
        await writeFile(file, await readEntry(source, entry, nodeCodec));
        items.push({ path, file });
      }
    }
  } finally {
    await source.close();
  }
  await writeZip(zip.to, items);
}
