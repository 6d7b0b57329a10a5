import type { Lane } from "@maskboard/contracts";
import { openZip } from "./archive/open-zip.ts";
import type { ByteSource } from "./archive/types.ts";

/** ONNX, and what frameworks save of their own: refused, but as models. */
const MODEL = /\.(onnx|pt|pth|keras|h5|hdf5|tflite|safetensors)$/i;
/** TensorFlow.js calls all its models so; the rest is in what PyTorch, Keras and TensorFlow save. */
const IN_MODELS = /\.onnx$|(^|\/)(model\.json|data\.pkl|model\.weights\.h5|saved_model\.pb)$/i;

/** Enough for a model with its card; zips of masks may have more. */
const MAX_ENTRIES = 100_000;

/** What a file is meant to be: a model if its name, or one in the zip, is that of a model. */
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
  return entries.some(({ path }) => IN_MODELS.test(path)) ? "model" : "masks";
}
