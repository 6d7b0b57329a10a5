import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rewriteZip } from "@maskboard/data";
import type { Storage } from "@maskboard/storage";

/**
 * The data kit again, with other training masks.
 * @param masks by path in the kit
 */
export async function renewKit(
  storage: Storage,
  kits: { from: string; to: string },
  masks: ReadonlyMap<string, Uint8Array>,
): Promise<{ kitKey: string; kitBytes: number }> {
  const work = await mkdtemp(join(tmpdir(), "maskboard-kit-"));
  try {
    const from = await storage.toLocalFile(kits.from, work);
    const kit = join(work, "renewed.zip");
    await rewriteZip({ from, to: kit }, work, () => masks);
    await storage.put(kits.to, { file: kit, link: true }, { contentType: "application/zip" });
    return { kitKey: kits.to, kitBytes: (await stat(kit)).size };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
