import { io } from "@tensorflow/tfjs-core";
import { type Weights, WeightsError } from "./safetensors.ts";

interface Manifest {
  readonly weightsManifest?: readonly {
    readonly paths: readonly string[];
    readonly weights: io.WeightsManifestEntry[];
  }[];
}

/**
 * Reads the weights of a TensorFlow.js model (layers or graph), quantized or not.
 *
 * @param json text of `model.json`
 * @param load gives the bytes of a file that it names, relative to it
 * @throws WeightsError where the JSON has no weights manifest
 */
export async function readTfjs(
  json: string,
  load: (path: string) => Promise<Uint8Array>,
): Promise<Weights> {
  const { weightsManifest } = JSON.parse(json) as Manifest;
  if (!weightsManifest)
    throw new WeightsError("This JSON has no weightsManifest: it is no TensorFlow.js model.");
  const weights = new Map<
    string,
    { shape: number[]; data: Float32Array | Int32Array | Uint8Array }
  >();
  for (const { paths, weights: specs } of weightsManifest) {
    const parts = await Promise.all(paths.map(load));
    const bytes = Buffer.concat(parts);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const decoded = io.decodeWeights(buffer as ArrayBuffer, specs);
    for (const [name, tensor] of Object.entries(decoded)) {
      weights.set(name, { shape: tensor.shape, data: tensor.dataSync() as Float32Array });
      tensor.dispose();
    }
  }
  return weights;
}
