import type { LoadableModel } from "../artifact/files.ts";
import { oneInput } from "../one-input.ts";
import type { ModelSummary } from "../summary.ts";
import { readGraph } from "./graph.ts";
import { parseModelJson } from "./json.ts";
import { readLayers } from "./layers.ts";
import { readManifest } from "./manifest.ts";

/** What the model process reads beside the weights. */
export interface TfjsHead {
  readonly modelTopology: object;
  readonly weightSpecs: readonly object[];
  readonly inputName: string;
  readonly outputNames: readonly string[];
}

/**
 * Reads a TensorFlow.js model without running any of it and refuses whatever is not TensorFlow.js' own
 * layers or operators, or reaches beyond its own files.
 *
 * @throws MaskboardError `model_invalid`, `model_external_data`, `model_operator`, `model_shape`
 */
export function inspectTfjs(
  bytes: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
): { summary: ModelSummary; loadable: LoadableModel } {
  const json = parseModelJson(bytes);
  const weights = readManifest(json, files);
  const graph = json.format === "graph-model";
  const { inputs, outputs, topology } = graph ? readGraph(json, weights) : readLayers(json);
  const input = oneInput(inputs, outputs);
  const head: TfjsHead = {
    modelTopology: topology,
    weightSpecs: weights.entries,
    inputName: input.name,
    outputNames: outputs.map(({ name }) => name),
  };
  const format = graph ? "tfjs-graph" : "tfjs-layers";
  return {
    summary: {
      what: `TensorFlow.js ${graph ? "graph" : "layers"} model`,
      format,
      parameters: weights.parameters,
      input,
      outputs,
    },
    loadable: { format, parts: [Buffer.from(JSON.stringify(head)), weights.bytes] },
  };
}
