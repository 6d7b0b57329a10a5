import { MaskboardError } from "@maskboard/contracts";
import type { ModelValue } from "../summary.ts";
import {
  invalid,
  isList,
  isObject,
  type Json,
  type JsonObject,
  listIn,
  objectIn,
  textIn,
  unknown,
} from "./json.ts";
import type { TfjsWeights } from "./manifest.ts";
import { OPERATORS } from "./operators.ts";

const MAX_NODES = 200_000;

/** A model that has been looked into. */
export interface Topology {
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
  /** What TensorFlow.js is to be given as `modelTopology`: nothing but what has been looked into. */
  readonly topology: object;
}

/** TensorFlow's DataType by name and number -> ONNX' number for what TensorFlow.js makes of it. */
const TYPES = new Map<Json | undefined, number>([
  ...(["DT_FLOAT", "DT_HALF", 1, 19] as const).map((type) => [type, 1] as const),
  ...(["DT_INT32", "DT_INT64", "DT_UINT8", 3, 4, 9] as const).map((type) => [type, 6] as const),
  ...(["DT_BOOL", 10] as const).map((type) => [type, 9] as const),
]);

/**
 * Looks into the nodes of a graph model.
 *
 * @throws MaskboardError `model_operator`, `model_external_data`, `model_invalid`
 */
export function readGraph(json: JsonObject, { entries }: TfjsWeights): Topology {
  const topology = objectIn(json, "modelTopology");
  if (listIn(objectIn(topology, "library"), "function").length > 0) {
    throw new MaskboardError("model_operator", "The model defines functions; inline them.");
  }
  if (isObject(json.modelInitializer) || isObject(json.initializerSignature)) {
    throw new MaskboardError("model_operator", "The model has an initializer of its own.");
  }
  const given = listIn(topology, "node");
  if (given.length === 0 || given.length > MAX_NODES) {
    throw invalid(`The model has ${given.length} nodes; 1 to ${MAX_NODES} can be.`);
  }
  const weights = new Set(entries.map(({ name }) => name));
  const nodes = given.map((node) => readNode(node, weights));
  const known = new Set<string>();
  for (const { name } of nodes) {
    if (known.has(name)) throw invalid(`The node '${name}' is there twice.`);
    known.add(name);
  }
  const consumed = new Set<string>();
  for (const { name, input } of nodes) {
    for (const one of input) {
      const from = one.replace(/^\^/, "").replace(/:.*$/, "");
      if (!known.has(from))
        throw invalid(`The node '${name}' reads '${from}', which is not there.`);
      consumed.add(from);
    }
  }
  const signature = objectIn(json, "signature");
  const declared = ends(objectIn(signature, "inputs"), known);
  const inputs = nodes
    .filter(({ op, name }) => op === "Placeholder" && !weights.has(name))
    .map(({ name, attr }): ModelValue => {
      const said = declared.find((value) => value.name === name);
      const type = TYPES.get(objectIn(attr, "dtype").type) ?? 1;
      const dims = said?.dims ?? shapeOf(objectIn(objectIn(attr, "shape"), "shape"));
      return { name, type, dims };
    });
  const outputs = ends(objectIn(signature, "outputs"), known);
  const last = nodes
    .filter(({ name, op }) => !consumed.has(name) && op !== "NoOp" && op !== "Const")
    .map(({ name, op }): ModelValue => ({ name, type: op.startsWith("Arg") ? 6 : 1, dims: null }));
  return {
    inputs,
    outputs: outputs.length > 0 ? outputs : last,
    topology: { node: nodes, library: {}, versions: {} },
  };
}

function readNode(node: Json, weights: ReadonlySet<string>) {
  if (!isObject(node)) throw invalid("A node of model.json is no object.");
  const [name, op] = [textIn(node, "name"), textIn(node, "op")];
  const input = listIn(node, "input").map((one) => {
    if (typeof one !== "string") throw invalid(`The node '${name}' has an input that is no name.`);
    return one;
  });
  if (!OPERATORS.has(op)) throw unknown("operator", op);
  if (name === "" || name.length > 500) throw invalid(`A node '${op}' has no name.`);
  if (op === "Const" && !weights.has(name)) {
    throw new MaskboardError("model_external_data", `The weight '${name}' is not in the zip.`, {
      value: name,
    });
  }
  return { name, op, input, attr: objectIn(node, "attr") };
}

/** Inputs or outputs as the signature tells them. */
function ends(signature: JsonObject, known: ReadonlySet<string>): ModelValue[] {
  return Object.entries(signature).map(([alias, value]) => {
    const end = isObject(value) ? value : {};
    const name = textIn(end, "name").replace(/:0$/, "");
    if (!known.has(name.replace(/:.*$/, ""))) {
      throw invalid(`The signature names '${name}', which is not there.`);
    }
    return {
      name,
      alias,
      type: TYPES.get(end.dtype) ?? 1,
      dims: isObject(end.tensorShape) ? shapeOf(end.tensorShape) : null,
    };
  });
}

/** A TensorShapeProto. */
function shapeOf(shape: JsonObject): ModelValue["dims"] {
  if (shape.unknownRank === true || !isList(shape.dim)) return null;
  return shape.dim.map((dim) => {
    const size = isObject(dim) ? Number(dim.size ?? -1) : -1;
    return Number.isInteger(size) && size > 0 ? size : null;
  });
}
