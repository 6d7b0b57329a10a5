import { MaskboardError } from "@maskboard/contracts";
import type { ModelValue } from "../summary.ts";
import type { Topology } from "./graph.ts";
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
import { LAYERS } from "./operators.ts";

const MAX_LAYERS = 20_000;
const MAX_NUMBER = 2 ** 31;

/**
 * Looks into the layers of a layers model. What only training needs is taken out: every weight comes
 * from the files, so initial values are zeros, which cost nothing whatever size a layer claims.
 *
 * @throws MaskboardError `model_operator`, `model_invalid`, `model_shape`
 */
export function readLayers(json: JsonObject): Topology {
  const given = objectIn(json, "modelTopology");
  const found = isObject(given.model_config) ? given.model_config : given;
  refuseKeras3(given, found);
  const count = { layers: 0 };
  const topology = cleaned(found, count) as JsonObject;
  const outermost = textIn(topology, "class_name");
  if (outermost === "Sequential") {
    const layers = layersOf(topology);
    return {
      inputs: [inputOf(layers[0])],
      outputs: [outputOf(textIn(objectIn(asObject(layers.at(-1)), "config"), "name"))],
      topology,
    };
  }
  if (outermost !== "Model" && outermost !== "Functional") {
    throw invalid("model.json holds neither a Sequential nor a functional model.");
  }
  const config = objectIn(topology, "config");
  const named = new Map(
    layersOf(topology).map((layer) => {
      const own = asObject(layer);
      return [textIn(own, "name") || textIn(objectIn(own, "config"), "name"), own] as const;
    }),
  );
  return {
    inputs: ends(config, "input_layers").map((name) => inputOf(named.get(name))),
    outputs: ends(config, "output_layers").map(outputOf),
    topology,
  };
}

/** Keras 3 writes layers in a form of its own, which TensorFlow.js does not read: it is Keras 2's. */
function refuseKeras3(given: JsonObject, model: JsonObject): void {
  if (!/^3\./.test(textIn(given, "keras_version")) && !/^keras\b/.test(textIn(model, "module")))
    return;
  throw new MaskboardError(
    "model_invalid",
    "This is a model of Keras 3, whose layers TensorFlow.js can't read. Export it as ONNX: " +
      'model.export("net.onnx", format="onnx").',
  );
}

/** A copy without initial values, penalties and constraints, all of whose classes are known. */
function cleaned(value: Json, count: { layers: number }): Json {
  if (isList(value)) return value.map((one) => cleaned(one, count));
  if (typeof value === "number" && Math.abs(value) > MAX_NUMBER) {
    throw invalid("A number of model.json is larger than any layer's.");
  }
  if (!isObject(value)) return value;
  const name = value.class_name ?? value.className;
  if (name !== undefined) {
    if (typeof name !== "string" || !LAYERS.has(name)) throw unknown("layer", String(name));
    if (++count.layers > MAX_LAYERS) throw invalid("The model has too many layers.");
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]): [string, Json] => {
      if (/initializer$/i.test(key)) return [key, { class_name: "Zeros", config: {} }];
      if (/(regularizer|constraint)$/i.test(key)) return [key, null];
      return [key, cleaned(inner as Json, count)];
    }),
  );
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** Layers of a model; an old Sequential is nothing but their list. */
function layersOf(model: JsonObject): readonly Json[] {
  const layers = isList(model.config) ? model.config : listIn(objectIn(model, "config"), "layers");
  if (layers.length === 0) throw invalid("The model has no layers.");
  return layers;
}

/** Names in `[["image", 0, 0], …]`, or in the short form for a single one. */
function ends(config: JsonObject, key: string): string[] {
  const list = listIn(config, key);
  const rows = typeof list[0] === "string" ? [list] : list;
  return rows.map((row) => (isList(row) && typeof row[0] === "string" ? row[0] : ""));
}

/** What the first layer takes; a model within a Sequential takes what its own first layer does. */
function inputOf(layer: Json | undefined): ModelValue {
  const own = asObject(layer);
  const config = objectIn(own, "config");
  const shape = config.batch_input_shape ?? config.batchInputShape;
  const name = textIn(config, "name");
  if (isList(shape)) {
    const dims = shape.map((dim) => (typeof dim === "number" && dim > 0 ? dim : null));
    return { name, type: config.dtype === "int32" ? 6 : 1, dims };
  }
  if (own.class_name === "Sequential") return { ...inputOf(layersOf(own)[0]), name };
  throw new MaskboardError("model_shape", "The model does not say what shape its input has.");
}

/** TensorFlow.js finds the outputs' shapes when it builds the model. */
const outputOf = (name: string): ModelValue => ({ name, type: 1, dims: null });
