import { MaskboardError } from "@maskboard/contracts";
import { oneInput } from "../one-input.ts";
import type { ModelValue } from "../summary.ts";
import { type GraphLimits, GraphWalk } from "./graph-walk.ts";
import { bytes, fields, integers, text, WireError } from "./wire.ts";

export interface OnnxSummary {
  readonly opset: number;
  readonly nodes: number;
  /** Numbers in the weights. */
  readonly parameters: number;
  /** What has to be fed: inputs that are no weights. */
  readonly input: ModelValue;
  readonly outputs: readonly ModelValue[];
}

/** No network for images comes near; whoever does wants to exhaust the reader. */
const LIMITS: GraphLimits = { depth: 16, nodes: 200_000, values: 2 ** 31 };

/** What ONNX Runtime 1.30 reads: the operators' version, and the file format's own. */
const OPSETS = { min: 7, max: 26 };
const MAX_IR = 13;

/**
 * Reads a ModelProto without running any of it and refuses whatever could reach beyond its own
 * bytes: external data, sparse weights, operators outside of ONNX's own domain, functions.
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
 *
 * @throws MaskboardError `model_invalid`, `model_external_data`, `model_operator`, `model_shape`
 */
export function inspectOnnx(model: Uint8Array): OnnxSummary {
  try {
    return inspect(model);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new MaskboardError("model_invalid", `This is no whole ONNX model: ${error.message}.`);
  }
}

function inspect(model: Uint8Array): OnnxSummary {
  let opset: number | null = null;
  let ir = 0;
  const graphs: Uint8Array[] = [];
  for (const field of fields(model)) {
    if (field.number === 1) ir = integers(field)[0] ?? 0;
    else if (field.number === 7) graphs.push(bytes(field));
    else if (field.number === 8) opset = standardOpset(bytes(field)) ?? opset;
    else if (field.number === 20) {
      throw new MaskboardError("model_operator", "The model holds training steps; leave them out.");
    } else if (field.number === 25) {
      throw new MaskboardError(
        "model_operator",
        "The model defines functions; inline them: " +
          'onnx.save(onnx.inliner.inline_local_functions(onnx.load("net.onnx")), "inlined.onnx").',
      );
    }
  }
  const [graph] = graphs;
  if (!graph || graphs.length > 1 || ir === 0) {
    throw new MaskboardError("model_invalid", "This is no ONNX model: it holds no graph.");
  }
  checkVersions(ir, opset);
  const walk = new GraphWalk(LIMITS);
  walk.graph(graph);
  const { nodes, values, inputs, outputs, weights } = walk.result();
  const fed = inputs.filter(({ name }) => !weights.has(name));
  const input = oneInput(fed, outputs);
  return { opset, nodes, parameters: values, input, outputs };
}

function checkVersions(ir: number, opset: number | null): asserts opset is number {
  if (opset === null || opset < OPSETS.min || opset > OPSETS.max) {
    throw new MaskboardError(
      "model_invalid",
      `The model uses opset ${opset ?? "unknown"}; ${OPSETS.min} to ${OPSETS.max} can be run. ` +
        "Export with torch.onnx.export(…, opset_version=20).",
      { value: opset ?? "unknown", expected: `${OPSETS.min} to ${OPSETS.max}` },
    );
  }
  if (ir > MAX_IR) {
    throw new MaskboardError(
      "model_invalid",
      `The file has ONNX' IR version ${ir}; up to ${MAX_IR} can be read. Set model.ir_version = 10 ` +
        "before onnx.save(model, …).",
      { value: ir, limit: MAX_IR },
    );
  }
}

/** Version of ONNX's own operators if this entry names it. */
function standardOpset(entry: Uint8Array): number | null {
  let domain = "";
  let version = 0;
  for (const field of fields(entry)) {
    if (field.number === 1) domain = text(field);
    if (field.number === 2) version = integers(field)[0] ?? 0;
  }
  return domain === "" || domain === "ai.onnx" ? version : null;
}
