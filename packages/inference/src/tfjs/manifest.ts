import { MaskboardError } from "@maskboard/contracts";
import { z } from "zod";
import { invalid, type JsonObject } from "./json.ts";

const BYTES = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/** `io.WeightsManifestEntry` of TensorFlow.js without text and complex numbers. */
const entrySchema = z.object({
  name: z.string().min(1).max(500),
  shape: z
    .array(
      z
        .int()
        .min(0)
        .max(2 ** 31),
    )
    .max(8),
  dtype: z.enum(["float32", "int32", "bool"]),
  quantization: z
    .object({
      dtype: z.enum(["uint8", "uint16", "float16"]),
      scale: z.number().optional(),
      min: z.number().optional(),
      original_dtype: z.enum(["float32", "int32"]).optional(),
    })
    .optional(),
});
const manifestSchema = z
  .array(z.object({ paths: z.array(z.string()).max(3_000), weights: z.array(entrySchema) }))
  .max(1_000);

export type WeightEntry = z.infer<typeof entrySchema>;

export interface TfjsWeights {
  readonly entries: readonly WeightEntry[];
  /** The weights of all entries one after the other. */
  readonly bytes: Uint8Array;
  /** Numbers in them. */
  readonly parameters: number;
}

/** A name beside model.json: no folder, no drive, no address, no way up. */
const FLAT = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/**
 * Brings the files that `weightsManifest` names together; nothing is opened by name, only what came
 * in the same zip is found.
 *
 * @throws MaskboardError `model_external_data` for any other path; `model_invalid` where files and
 * shapes do not agree
 */
export function readManifest(
  json: JsonObject,
  files: ReadonlyMap<string, Uint8Array>,
): TfjsWeights {
  const manifest = manifestSchema.safeParse(json.weightsManifest);
  if (!manifest.success) {
    throw invalid(`The weightsManifest of model.json: ${z.prettifyError(manifest.error)}`);
  }
  const seen = new Set<string>();
  const names = new Set<string>();
  const parts: Uint8Array[] = [];
  let parameters = 0;
  for (const { paths, weights } of manifest.data) {
    let held = 0;
    for (const path of paths) {
      const part = filed(path, files);
      if (seen.has(path)) throw invalid(`The weights file '${path}' is named twice.`);
      seen.add(path);
      parts.push(part);
      held += part.length;
    }
    let claimed = 0;
    for (const { name, shape, dtype, quantization } of weights) {
      if (names.has(name)) throw invalid(`The weight '${name}' is there twice.`);
      names.add(name);
      const values = shape.reduce((product, dim) => product * dim, 1);
      parameters += values;
      claimed += values * BYTES[quantization?.dtype ?? dtype];
      if (claimed > held) break;
    }
    if (claimed !== held) {
      throw invalid("The weights files do not hold what the weightsManifest says.");
    }
  }
  return {
    entries: manifest.data.flatMap(({ weights }) => weights),
    bytes: Buffer.concat(parts),
    parameters,
  };
}

function filed(path: string, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const file = FLAT.test(path) && !path.includes("..") ? files.get(path) : undefined;
  if (file) return file;
  throw new MaskboardError(
    "model_external_data",
    `The weights file '${path.slice(0, 100)}' is not beside model.json in the zip.`,
    { value: path.slice(0, 100) },
  );
}
