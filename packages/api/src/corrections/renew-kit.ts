import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeCodec, openFileSource, writeZip, type ZipItem } from "@maskboard/data";
import { openZip, readEntry } from "@maskboard/data/check";
import type { Storage } from "@maskboard/storage";

/** Our own archive: only what fits into numbers bounds it. */
const UNBOUNDED = {
  maxBytes: Number.MAX_SAFE_INTEGER,
  maxEntries: 10_000_000,
  maxEntryBytes: Number.MAX_SAFE_INTEGER,
  maxTotalBytes: Number.MAX_SAFE_INTEGER,
};

/**
 * The data kit again, with other training masks. Files are unpacked one at a time.
 * @param masks by path in the kit
 */
export async function renewKit(
  storage: Storage,
  kits: { from: string; to: string },
  masks: ReadonlyMap<string, Uint8Array>,
): Promise<{ kitKey: string; kitBytes: number }> {
  const work = await mkdtemp(join(tmpdir(), "maskboard-kit-"));
  try {
    const unpacked = join(work, "unpacked");
    await mkdir(unpacked);
    const source = await openFileSource(await storage.toLocalFile(kits.from, work));
    const items: ZipItem[] = [];
    try {
      for (const entry of await openZip(source, UNBOUNDED)) {
        const { path } = entry;
        const data = masks.get(path);
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
    const kit = join(work, "kit.zip");
    await writeZip(kit, items);
    await storage.put(kits.to, { file: kit, link: true }, { contentType: "application/zip" });
    return { kitKey: kits.to, kitBytes: (await stat(kit)).size };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
