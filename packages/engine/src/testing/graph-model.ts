import { type GraphModel, loadGraphModel } from "@tensorflow/tfjs-converter";
import { io } from "@tensorflow/tfjs-core";
import type { ModelFile } from "../export/graph-model/files.ts";

/** Loads an exported graph model with TensorFlow.js' own loader on the current backend. */
export function loadFiles(files: readonly ModelFile[]): Promise<GraphModel> {
  const json = JSON.parse(Buffer.from(files[0]!.data).toString()) as io.ModelJSON;
  const bytes = Buffer.concat(files.slice(1).map(({ data }) => data));
  const load = () =>
    io.getModelArtifactsForJSON(json, async (manifest) => [
      io.getWeightSpecs(manifest),
      new Uint8Array(bytes).buffer,
    ]);
  return loadGraphModel({ load });
}
