import { modelCardSchema } from "@maskboard/contracts";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { inspectModel } from "./inspect.ts";
import { planModel } from "./plan.ts";
import { runModel } from "./run-model.ts";
import { classMap, halves } from "./testing/images.ts";
import { changed, type Files, graphModel, layersConvolution, layersModel } from "./testing/tfjs.ts";

const COLORS = [1, 0, 0, 0, 1, 0, 0, 0, 1];

async function run(files: Files, images = [halves(8, 8, 0, 1)], card: object = {}) {
  const weights = new Map([...files].filter(([name]) => name !== "model.json"));
  const json = files.get("model.json")!;
  const { summary, loadable } = inspectModel({ format: "tfjs", json, weights });
  const plan = planModel(summary, modelCardSchema.parse(card), classMap);
  const labels: number[][] = [];
  await runModel({
    ...{ model: loadable, plan, images, threads: 1 },
    limits: { seconds: 30, memoryMiB: 900 },
    async onLabels(index, one) {
      labels[index] = [...one];
    },
  });
  return labels;
}

const kernel = () => tf.tensor4d(COLORS, [1, 1, 3, 3]);
const ends = (labels: number[][]) => labels.map((one) => [one[0], one.at(-1)]);
const THREE = [halves(16, 4, 0, 1), halves(8, 8, 1, 2), halves(10, 6, 2, 0)];

test("a layers model", async () => {
  const labels = await run(await layersConvolution(COLORS), THREE);
  expect(labels.map(({ length }) => length)).toEqual([64, 64, 60]);
  expect(ends(labels)).toEqual([
    [0, 3],
    [3, 7],
    [7, 0],
  ]);
});

test("a graph model", async () => {
  const labels = await run(await graphModel((x) => tf.conv2d(x, kernel(), 1, "same")), THREE);
  expect(ends(labels)).toEqual([
    [0, 3],
    [3, 7],
    [7, 0],
  ]);
});

test("a graph model that puts out labels", async () => {
  const files = await graphModel((x) => tf.argMax(tf.conv2d(x, kernel(), 1, "same"), 3));
  expect(ends(await run(files, THREE, { classes: [0, 3, 7] }))).toEqual([
    [0, 3],
    [3, 7],
    [7, 0],
  ]);
});

test("a graph model of a fixed batch", async () => {
  const files = await graphModel((x) => tf.conv2d(x, kernel(), 1, "same"), { batch: 2 });
  expect(ends(await run(files, THREE))).toEqual([
    [0, 3],
    [3, 7],
    [7, 0],
  ]);
});

test("a graph model that computes shapes while it runs, as Keras' exports do", async () => {
  // out = reshape(conv, strided_slice(shape(conv))): it can't be written down beforehand.
  const files = changed(
    await graphModel((x) => tf.reshape(tf.conv2d(x, kernel(), 1, "same"), [-1, 8, 8, 3])),
    // biome-ignore lint/suspicious/noExplicitAny: the nodes of a graph
    (json: any) => {
      const { node } = json.modelTopology;
      const conv = node.find(({ op }: { op: string }) => op === "Conv2D").name;
      const out = node.find(({ name }: { name: string }) => name === "out");
      node.push({
        name: "shape",
        op: "Shape",
        input: [conv],
        attr: { out_type: { type: "DT_INT32" } },
      });
      node.push({ name: "again", op: "Add", input: ["shape", "zero"], attr: {} });
      node.push({ name: "zero", op: "ZerosLike", input: ["shape"], attr: {} });
      out.input = [conv, "again"];
    },
  );
  expect(ends(await run(files, THREE))).toEqual([
    [0, 3],
    [3, 7],
    [7, 0],
  ]);
});

test("a layers model of any size, each image in its own", async () => {
  const files = await layersModel([
    tfl.layers.conv2d({ inputShape: [null, null, 3], filters: 3, kernelSize: 3, padding: "same" }),
    tfl.layers.batchNormalization(),
    tfl.layers.reLU(),
    tfl.layers.upSampling2d({ size: [2, 2] }),
    tfl.layers.averagePooling2d({ poolSize: 2 }),
  ]);
  const labels = await run(files, THREE, { resize: "none" });
  expect(labels.map(({ length }) => length)).toEqual([64, 64, 60]);
});

test("shapes that do not fit are the model's fault", async () => {
  const files = changed(
    await layersConvolution(COLORS),
    // biome-ignore lint/suspicious/noExplicitAny: a layer's configuration
    (json: any) => {
      json.modelTopology.config.layers[0].config.filters = 4;
    },
  );
  await expect(run(files)).rejects.toMatchObject({ code: "model_invalid" });
});
