import { MaskboardError } from "@maskboard/contracts";
import { nodeCodec } from "@maskboard/data";
import { blobSource, checkEntries, openZip, readEntry } from "@maskboard/data/check";

/** A file of a form. */
export type SentFile = Blob & { readonly name: string };

/** A mask that was sent: its path as given and its bytes. */
export interface SentMask {
  readonly path: string;
  readonly png: Uint8Array;
}

const MIB = 2 ** 20;

/** Corrections are a few masks, not a data set. */
const LIMITS = {
  maxBytes: 64 * MIB,
  maxEntries: 5_000,
  maxEntryBytes: 64 * MIB,
  maxTotalBytes: 256 * MIB,
};

const SYSTEM = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$)/i;

/**
 * PNG masks, alone or in zips.
 * @throws MaskboardError `zip_…`, `file_too_large`, `mask_not_png`, `bad_request`
 */
export async function readSentMasks(files: readonly SentFile[]): Promise<SentMask[]> {
  const masks: SentMask[] = [];
  for (const file of files) {
    if (file.size > LIMITS.maxBytes) {
      throw new MaskboardError("file_too_large", `${file.name} has more than 64 MiB.`, {
        file: file.name,
        limit: LIMITS.maxBytes,
      });
    }
    if (file.name.toLowerCase().endsWith(".zip")) masks.push(...(await readZip(file)));
    else masks.push({ path: file.name, png: new Uint8Array(await file.arrayBuffer()) });
  }
  const other = masks.find(({ path }) => !path.toLowerCase().endsWith(".png"));
  if (other) {
    throw new MaskboardError("mask_not_png", `'${other.path}' is no PNG file.`, {
      file: other.path,
    });
  }
  if (masks.length === 0) throw new MaskboardError("bad_request", "There is no mask in what came.");
  return masks;
}

async function readZip(file: SentFile): Promise<SentMask[]> {
  const source = blobSource(file);
  const entries = await openZip(source, LIMITS);
  const [error] = checkEntries(entries, LIMITS);
  if (error) throw error;
  const masks: SentMask[] = [];
  for (const entry of entries) {
    if (entry.directory || SYSTEM.test(entry.path)) continue;
    masks.push({ path: entry.path, png: await readEntry(source, entry, nodeCodec) });
  }
  return masks;
}
