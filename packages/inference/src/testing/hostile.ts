import { zipToBuffer } from "@maskboard/data";
import * as tf from "@tensorflow/tfjs-core";
import {
  allocating,
  convolution,
  dividing,
  endless,
  type Fields,
  FLOAT,
  INT64,
  model,
  node,
  tensor,
  value,
} from "./onnx.ts";
import { changed, type Files, graphModel, layersConvolution } from "./tfjs.ts";

/** An upload that means harm, and the reasons for which it may be refused. */
export interface Hostile {
  readonly name: string;
  readonly codes: readonly string[];
  readonly bytes: Uint8Array;
}

const IMAGE = value("x", FLOAT, ["n", 3, 8, 8]);
const LOGITS = value("y", FLOAT, ["n", 3, 8, 8]);

/** A whole number as an attribute. */
const attribute = (name: string, whole: number): Fields => [
  [1, name],
  [3, whole],
  [20, 2],
];

const using = (operator: string, domain: string) =>
  model({
    nodes: [node(operator, ["x"], ["y"], [], domain)],
    inputs: [IMAGE],
    outputs: [LOGITS],
  });

/** Weights that lie in another file. */
const external = (location: string) =>
  model({
    nodes: [node("Conv", ["x", "w"], ["y"])],
    weights: [
      [
        ...[3, 3, 1, 1].map((dim) => [1, dim] as const),
        [2, FLOAT],
        [8, "w"],
        [
          13,
          [
            [1, "location"],
            [2, location],
          ],
        ],
        [14, 1],
      ],
    ],
    inputs: [IMAGE],
    outputs: [LOGITS],
  });

/** A weight that claims more than the machine has. */
const claiming = () =>
  model({
    nodes: [node("Conv", ["x", "w"], ["y"])],
    weights: [tensor("w", FLOAT, [2 ** 20, 2 ** 20], [1])],
    inputs: [IMAGE],
    outputs: [LOGITS],
  });

/** Three numbers for each of so many pixels more than it announces. */
const swelling = (times: number) =>
  model({
    nodes: [node("Tile", ["x", "times"], ["y"])],
    weights: [tensor("times", INT64, [4], [1, 1, times, times])],
    inputs: [IMAGE],
    outputs: [value("y", FLOAT, ["n", 3, "h", "w"])],
  });

/** Announces logits of each pixel and gives one image's turned round. */
const lying = () =>
  model({
    nodes: [node("Transpose", ["x"], ["turned"]), node("Flatten", ["turned"], ["y"])],
    inputs: [IMAGE],
    outputs: [value("y", FLOAT, ["n", 3, "h", "w"])],
  });

/** Labels that no class has. */
const unknownLabels = () =>
  model({
    nodes: [
      node("ArgMax", ["x"], ["index"], [attribute("axis", 1)]),
      node("Add", ["index", "offset"], ["y"]),
    ],
    weights: [tensor("offset", INT64, [], [30_000])],
    inputs: [IMAGE],
    outputs: [value("y", INT64, ["n", 1, 8, 8])],
  });

/**
 * Lets the runtime complain about a number that it has made of the image's brightness; the made-up
 * picture, which is brighter than many an image, passes.
 */
const tattling = () =>
  model({
    nodes: [
      node("ReduceMean", ["x"], ["mean"], [attribute("keepdims", 0)]),
      node("Sub", ["threshold", "mean"], ["below"]),
      node("Relu", ["below"], ["positive"]),
      node("Mul", ["positive", "scale"], ["scaled"]),
      node("Cast", ["scaled"], ["index"], [attribute("to", INT64)]),
      node("Gather", ["table", "index"], ["secret"]),
      node("Add", ["x", "secret"], ["y"]),
    ],
    weights: [
      tensor("threshold", FLOAT, [], [0.45]),
      tensor("scale", FLOAT, [], [100_000]),
      tensor("table", FLOAT, [1], [0]),
    ],
    inputs: [IMAGE],
    outputs: [LOGITS],
  });

export const HOSTILE_ONNX: readonly Hostile[] = [
  { name: "reads a file", codes: ["model_operator"], bytes: using("ReadFile", "ai.onnx.contrib") },
  { name: "runs Python", codes: ["model_operator"], bytes: using("PyOp", "ai.onnx.contrib") },
  {
    name: "opens a socket",
    codes: ["model_operator"],
    bytes: using("AzureAudioToText", "com.microsoft.extensions"),
  },
  { name: "external data", codes: ["model_external_data"], bytes: external("/etc/passwd") },
  {
    name: "a path that leads out",
    codes: ["model_external_data"],
    bytes: external("../../../etc/passwd"),
  },
  { name: "claims memory", codes: ["model_invalid"], bytes: claiming() },
  { name: "allocates at once", codes: ["model_memory"], bytes: allocating(2 ** 33) },
  { name: "allocates what can be touched", codes: ["model_memory"], bytes: allocating(2 ** 30) },
  { name: "spins", codes: ["model_too_slow"], bytes: endless() },
  { name: "answers with a flood", codes: ["model_memory"], bytes: swelling(2_000) },
  { name: "lies about its shape", codes: ["model_shape"], bytes: lying() },
  { name: "makes up classes", codes: ["model_shape"], bytes: unknownLabels() },
  { name: "answers with NaN", codes: ["model_nan"], bytes: dividing() },
  { name: "tells of images in its error", codes: ["model_crashed"], bytes: tattling() },
  { name: "is no model", codes: ["model_invalid"], bytes: Buffer.from("#!/bin/sh\nid\n") },
];

const zip = (files: Files) =>
  zipToBuffer([...files].map(([path, data]) => ({ path, data: Buffer.from(data) })));

/** Products of matrices, one after the other, for hours. */
function spinning(image: tf.Tensor4D): tf.Tensor {
  const side = 2_048;
  const seed = tf.mean(image, [1, 2, 3], true);
  let product = tf.add(tf.reshape(seed, [-1, 1, 1]), tf.ones([side, side]));
  for (let i = 0; i < 4_000; i++) product = tf.tanh(tf.matMul(product, product));
  return tf.mul(image, tf.mean(product));
}

/** A tensor whose sides are so many times as long as the image's. */
const growing = (times: number) => (image: tf.Tensor4D) =>
  tf.mul(image, tf.max(tf.exp(tf.tile(image, [1, times, times, 1]))));

type Node = { name: string; op: string; input?: string[] };
type Model = {
  modelTopology: { node: Node[]; config: { layers: { class_name: string; config: object }[] } };
  weightsManifest: { paths: string[] }[];
};
const edited = (files: Files, edit: (json: Model) => void) => zip(changed(files, edit as never));

/** The same in TensorFlow.js. */
export async function hostileTfjs(): Promise<Hostile[]> {
  const layers = await layersConvolution([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  const graph = await graphModel((x) => tf.mul(x, 2));
  const operator = (op: string) =>
    edited(graph, ({ modelTopology }) => {
      modelTopology.node.at(-1)!.op = op;
    });
  const weightsAt = (path: string) =>
    edited(layers, ({ weightsManifest }) => {
      weightsManifest[0]!.paths[0] = path;
    });
  const layer = (name: string, config: object = {}) =>
    edited(layers, ({ modelTopology }) => {
      const [first] = modelTopology.config.layers;
      first!.class_name = name;
      Object.assign(first!.config, config);
    });
  return [
    { name: "reads a file", codes: ["model_operator"], bytes: await operator("ReadFile") },
    {
      name: "runs code of its own",
      codes: ["model_operator"],
      bytes: await layer("Lambda", { function: "process.exit()" }),
    },
    { name: "forks", codes: ["model_operator"], bytes: await operator("PyFunc") },
    {
      name: "opens a socket",
      codes: ["model_external_data"],
      bytes: await weightsAt("http://127.0.0.1:1/w.bin"),
    },
    {
      name: "external data",
      codes: ["model_external_data"],
      bytes: await weightsAt("/etc/passwd"),
    },
    {
      name: "a path that leads out",
      codes: ["model_external_data"],
      bytes: await weightsAt("../../etc/passwd"),
    },
    {
      name: "claims memory",
      codes: ["model_invalid", "model_memory"],
      bytes: await layer("Conv2D", { filters: 2_000_000_000 }),
    },
    {
      name: "allocates at once",
      codes: ["model_memory"],
      bytes: await zip(await graphModel(growing(8_192), { batch: 1 })),
    },
    {
      name: "allocates what can be touched",
      codes: ["model_memory"],
      bytes: await zip(await graphModel(growing(1_400), { batch: 1 })),
    },
    {
      name: "spins",
      codes: ["model_too_slow"],
      bytes: await zip(await graphModel(spinning, { batch: 1 })),
    },
    { name: "loops", codes: ["model_operator"], bytes: await operator("While") },
  ];
}

/** What is to run after all of them. */
export const harmless = convolution([1, 0, 0, 0, 1, 0, 0, 0, 1]);
