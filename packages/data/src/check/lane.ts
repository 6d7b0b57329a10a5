import type { Lane } from "@maskboard/contracts";
import { openZip } from "./archive/open-zip.ts";
import type { ByteSource } from "./archive/types.ts";

const ONNX = /\.onnx$/i;
/** TensorFlow.js calls all its models so. */
const TFJS = /(^|\/)model\.json$/;

/** Enough for a model with its card; zips of masks may have more. */
const MAX_ENTRIES = 100_000;

/** What a file is meant to be: a model if it, or a file in the zip, is named `….onnx`, or one `model.json`. */
export async function laneOf(filename: string, source: ByteSource): Promise<Lane> {
  if (ONNX.test(filename)) return "model";
  const limits = {
    maxBytes: Number.MAX_SAFE_INTEGER,
    maxEntries: MAX_ENTRIES,
    maxEntryBytes: Number.MAX_SAFE_INTEGER,
    maxTotalBytes: Number.MAX_SAFE_INTEGER,
  };
  // What can't be opened is told by the checks of masks.
  const entries = await openZip(source, limits).catch(() => []);
  return entries.some(({ path }) => ONNX.test(path) || TFJS.test(path)) ? "model" : "masks";
}
