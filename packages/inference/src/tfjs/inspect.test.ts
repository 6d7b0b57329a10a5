import { MaskboardError } from "@maskboard/contracts";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import {
  changed,
  type Files,
  graphModel,
  layersConvolution,
  layersModel,
} from "../testing/tfjs.ts";
import { inspectTfjs } from "./inspect.ts";

function inspect(files: Files) {
  const rest = new Map([...files].filter(([name]) => name !== "model.json"));
  return inspectTfjs(files.get("model.json")!, rest);
}

const layers = await layersConvolution([1, 0, 0, 0, 1, 0]);
const graph = await graphModel((x) => tf.conv2d(x, tf.ones([1, 1, 3, 2]), 1, "same"));

test("tells input, outputs and weights of a layers model", () => {
  const { summary } = inspect(layers);
  expect(summary).toMatchObject({
    what: "TensorFlow.js layers model",
    parameters: 6,
    input: { type: 1, dims: [null, 8, 8, 3] },
  });
  expect(summary.outputs).toHaveLength(1);
});

test("tells input, outputs and weights of a graph model", () => {
  const { summary } = inspect(graph);
  expect(summary).toMatchObject({
    what: "TensorFlow.js graph model",
    input: { name: "image", type: 1, dims: [null, 8, 8, 3] },
    outputs: [{ name: "out", type: 1, dims: [null, 8, 8, 2] }],
  });
});

test("without a signature the ends are found in the graph", () => {
  const { summary } = inspect(changed(graph, (json) => delete json.signature));
  expect(summary).toMatchObject({
    input: { name: "image", dims: [null, 8, 8, 3] },
    outputs: [{ name: "out", dims: null }],
  });
});

test("initial values, which may be of any size, are taken out of layers", async () => {
  const files = await layersModel([tfl.layers.dense({ inputShape: [4, 4, 3], units: 2 })]);
  const text = Buffer.from(inspect(files).loadable.parts[0]!).toString();
  expect(text).not.toContain("VarianceScaling");
  expect(text).toContain("Zeros");
});

// biome-ignore lint/suspicious/noExplicitAny: whatever a hostile file may hold
type Any = any;
const json = (files: Files, change: (json: Any) => void) => changed(files, change as never);

test.each<[string, Files, string]>([
  [
    "a layer of somebody's own",
    json(layers, (j) => {
      j.modelTopology.config.layers[0].class_name = "Lambda";
    }),
    "model_operator",
  ],
  [
    "a class within a layer's configuration",
    json(layers, (j) => {
      j.modelTopology.config.layers[0].config.extra = { className: "Evil" };
    }),
    "model_operator",
  ],
  [
    "an operator of somebody's own",
    json(graph, (j) => {
      j.modelTopology.node.at(-1).op = "MyOp";
    }),
    "model_operator",
  ],
  [
    "an operator that reads files",
    json(graph, (j) => {
      j.modelTopology.node.at(-1).op = "LookupTableImport";
    }),
    "model_operator",
  ],
  [
    "a loop",
    json(graph, (j) => {
      j.modelTopology.node.at(-1).op = "StatelessWhile";
    }),
    "model_operator",
  ],
  [
    "functions",
    json(graph, (j) => {
      j.modelTopology.library = { function: [{}] };
    }),
    "model_operator",
  ],
  [
    "an initializer",
    json(graph, (j) => {
      j.modelInitializer = { node: [] };
    }),
    "model_operator",
  ],
  ...[
    "../a.bin",
    "/etc/passwd",
    "https://example.org/a.bin",
    "sub/a.bin",
    "C:\\a.bin",
    "..",
    "missing.bin",
    "file:///etc/passwd",
    "\u0000",
  ].map((path): [string, Files, string] => [
    `weights at ${JSON.stringify(path)}`,
    json(layers, (j) => {
      j.weightsManifest[0].paths[0] = path;
    }),
    "model_external_data",
  ]),
  [
    "a constant that is not in the files",
    json(graph, (j) => {
      j.modelTopology.node.push({ name: "k", op: "Const" });
    }),
    "model_external_data",
  ],
  [
    "weights that are longer than the files",
    json(layers, (j) => {
      j.weightsManifest[0].weights[0].shape = [2 ** 30, 2 ** 30];
    }),
    "model_invalid",
  ],
  [
    "files that are longer than the weights",
    json(layers, (j) => {
      j.weightsManifest[0].weights[0].shape = [1];
    }),
    "model_invalid",
  ],
  [
    "a file that is named twice",
    json(layers, (j) => {
      j.weightsManifest[0].paths = ["a.bin", "a.bin"];
    }),
    "model_invalid",
  ],
  [
    "text as weights",
    json(layers, (j) => {
      j.weightsManifest[0].weights[0].dtype = "string";
    }),
    "model_invalid",
  ],
  [
    "a negative shape",
    json(layers, (j) => {
      j.weightsManifest[0].weights[0].shape = [-1, 6];
    }),
    "model_invalid",
  ],
  [
    "no manifest",
    json(layers, (j) => {
      delete j.weightsManifest;
    }),
    "model_invalid",
  ],
  [
    "a prototype",
    new Map([...layers, ["model.json", Buffer.from('{"__proto__": {"format": "graph-model"}}')]]),
    "model_invalid",
  ],
  [
    "nesting without end",
    new Map([...layers, ["model.json", Buffer.from("[".repeat(1e5) + "]".repeat(1e5))]]),
    "model_invalid",
  ],
  ["a list", new Map([...layers, ["model.json", Buffer.from("[]")]]), "model_invalid"],
  [
    "no layers",
    json(layers, (j) => {
      j.modelTopology.config.layers = [];
    }),
    "model_invalid",
  ],
  [
    "a layer larger than numbers should be",
    json(layers, (j) => {
      j.modelTopology.config.layers[0].config.filters = 1e12;
    }),
    "model_invalid",
  ],
  [
    "a node that reads what is not there",
    json(graph, (j) => {
      j.modelTopology.node.at(-1).input = ["nobody"];
    }),
    "model_invalid",
  ],
  [
    "a node that is there twice",
    json(graph, (j) => {
      j.modelTopology.node.push(j.modelTopology.node[0]);
    }),
    "model_invalid",
  ],
  [
    "a signature of nothing",
    json(graph, (j) => {
      j.signature.outputs.out.name = "nobody:0";
    }),
    "model_invalid",
  ],
  [
    "two inputs",
    json(graph, (j) => {
      j.modelTopology.node.push({ ...j.modelTopology.node[0], name: "other" });
    }),
    "model_shape",
  ],
])("refuses %s", (_, files, code) => {
  let thrown: unknown;
  try {
    inspect(files);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(MaskboardError);
  expect((thrown as MaskboardError).code).toBe(code);
});
