import type { Lane } from "@maskboard/contracts";
import { openZip } from "./archive/open-zip.ts";
import type { ByteSource } from "./archive/types.ts";

const MODEL = /\.onnx$/i;

/** Enough for a model with its card; zips of masks may have more. */
const MAX_ENTRIES = 100_000;

/** What a file is meant to be: a model if it, or a file in the zip, is named `….onnx`. */
export async function laneOf(filename: string, source: ByteSource): Promise<Lane> {
  if (MODEL.test(filename)) return "model";
  const limits = {
    maxBytes: Number.MAX_SAFE_INTEGER,
    maxEntries: MAX_ENTRIES,
    maxEntryBytes: Number.MAX_SAFE_INTEGER,
    maxTotalBytes: Number.MAX_SAFE_INTEGER,
  };
  // What can't be opened is told by the checks of masks.
  const entries = await openZip(source, limits).catch(() => []);
  return entries.some(({ path }) => MODEL.test(path)) ? "model" : "masks";
}
