import { randomUUID } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { kitTexts, rewriteZip } from "@maskboard/data";
import { type Db, type KitSource, kitSource, replaceKit } from "@maskboard/db";
import type { Storage } from "@maskboard/storage";

interface RenewOptions {
  readonly db: Db;
  readonly storage: Storage;
  /** Address of the site, for the README. */
  readonly siteUrl: string;
}

/**
 * Writes the README and the classes of a challenge's data kit anew, as they are now; the rest of the
 * kit stays.
 * @returns `false` when there is no kit
 * @throws Error when another kit took its place meanwhile: a later try begins with that one
 */
export async function renewKitTexts(
  challengeId: string,
  { db, storage, siteUrl }: RenewOptions,
): Promise<boolean> {
  const source = await kitSource(db, challengeId);
  if (!source) return false;
  const work = await mkdtemp(join(tmpdir(), "maskboard-kit-"));
  try {
    const from = await storage.toLocalFile(source.kitKey, work);
    const to = join(work, "renewed.zip");
    await rewriteZip({ from, to }, work, (paths) => textsOf(source, paths, siteUrl));
    const { size: kitBytes } = await stat(to);
    const folder = source.kitKey.slice(0, source.kitKey.lastIndexOf("/"));
    const kitKey = `${folder}/kit-${randomUUID().slice(0, 8)}.zip`;
    await storage.put(kitKey, { file: to, link: true }, { contentType: "application/zip" });
    const unused = await replaceKit(db, source, { kitKey, kitBytes });
    if (unused !== false) await storage.delete(unused ? source.kitKey : kitKey);
    if (unused === null) throw new Error("the kit was replaced in the meantime");
    return true;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function textsOf(
  { classMap, example, slug, title, ...facts }: KitSource,
  paths: readonly string[],
  siteUrl: string,
): Map<string, Buffer> {
  const { summary, licence, trainImages, testImages } = facts;
  return kitTexts(
    {
      ...{ summary, licence, classMap, trainImages, testImages },
      hasDepth: paths.some((path) => path.startsWith("train/depth/")),
      example: example && { stem: example.stem, extension: extname(example.imageKey) },
    },
    { slug, title, siteUrl },
  );
}
