import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { beforeEach, expect, test } from "vitest";
import { expectClose, numbers } from "../../testing/compare.ts";
import { loadFiles } from "../../testing/graph-model.ts";
import { exportOnnx } from "../export.ts";
import { exportGraphModel } from "./export.ts";

beforeEach(() => tf.setBackend("onnx"));

const IMAGE = [{ name: "image", shape: [6, 8, 3] }];

/** What stock TensorFlow.js gives on its own cpu backend, and the function itself on it. */
async function both(
  forward: (x: tf.Tensor4D) => tf.Tensor,
  batch: number,
  options: { batch?: number; weights?: "float16" } = {},
) {
  await tf.setBackend("onnx");
  const files = await exportGraphModel(({ image }) => ({ out: forward(image as tf.Tensor4D) }), {
    inputs: IMAGE,
    ...options,
  });
  const values = numbers([batch, 6, 8, 3], 7).dataSync() as Float32Array;
  await tf.setBackend("cpu");
  const model = await loadFiles(files);
  const [actual, expected] = tf.tidy(() => {
    const x = tf.tensor4d(values, [batch, 6, 8, 3]);
    return [model.predict(x) as tf.Tensor, forward(x)];
  }) as [tf.Tensor, tf.Tensor];
  expect([actual.shape, actual.dtype]).toEqual([expected.shape, expected.dtype]);
  const result = { actual: await actual.data(), expected: await expected.data(), files };
  tf.dispose([actual, expected]);
  model.dispose();
  return result;
}

const filter = (shape: [number, number, number, number], seed = 1) =>
  tf.tidy(() => tf.tensor4d(numbers(shape, seed, 0.5).dataSync() as Float32Array, shape));

test.each<[string, (x: tf.Tensor4D) => tf.Tensor]>([
  ["same padding", (x) => tf.conv2d(x, filter([3, 3, 3, 4]), 2, "same")],
  ["padding in numbers", (x) => tf.conv2d(x, filter([3, 3, 3, 4]), 2, 1)],
  ["dilation", (x) => tf.conv2d(x, filter([3, 3, 3, 4]), 1, "same", "NHWC", 2)],
  [
    "bias and activation",
    (x) =>
      tf.fused.conv2d({
        x,
        filter: filter([1, 1, 3, 4]),
        strides: 1,
        pad: "valid",
        bias: tf.tensor1d([1, 2, 3, 4]),
        activation: "relu",
      }),
  ],
  [
    "transposed",
    (x) => tf.conv2dTranspose(x, filter([4, 4, 5, 3]), [x.shape[0], 12, 16, 5], 2, "same"),
  ],
  ["channels apart", (x) => tf.depthwiseConv2d(x, filter([3, 3, 3, 2]), 1, "same")],
  ["max pooling with padding", (x) => tf.maxPool(x, 3, 2, 1)],
  ["max pooling", (x) => tf.maxPool(x, 2, 2, "same")],
  ["average pooling", (x) => tf.avgPool(x, 2, 2, "valid")],
  ["bilinear", (x) => tf.image.resizeBilinear(x, [9, 5], false, true)],
  ["nearest", (x) => tf.image.resizeNearestNeighbor(x, [12, 16])],
  ["pixel shuffle", (x) => tf.depthToSpace(tf.concat([x, x, x, x], 3), 2, "NHWC")],
  [
    "attention",
    (x) => {
      const rows = tf.reshape(x, [x.shape[0], -1, 3]);
      const weights = tf.softmax(tf.matMul(rows, rows, false, true));
      return tf.reshape(tf.matMul(weights, rows), x.shape);
    },
  ],
  ["mish", (x) => tf.mul(x, tf.tanh(tf.softplus(x)))],
  [
    "normalization",
    (x) => tf.batchNorm(x, [1, 2, 3], [4, 5, 6], undefined, [0.5, 1, 2] as never, 1e-3),
  ],
  [
    "slices",
    (x) =>
      tf.concat(
        [
          tf.slice(x, [0, 1, 2, 0], [-1, 3, 4, 3]),
          tf.slice(x, [0, 0, 0, 0], [x.shape[0], 3, 4, 3]),
        ],
        3,
      ),
  ],
  [
    "strides and turns",
    (x) => tf.reverse(tf.stridedSlice(x, [0, 0, 0, 0], [100, 6, 8, 3], [1, 2, 3, 1]), 1),
  ],
  [
    "borders",
    (x) =>
      tf.mirrorPad(
        tf.pad(
          x,
          [
            [0, 0],
            [1, 0],
            [0, 2],
            [0, 0],
          ],
          5,
        ),
        [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ],
        "reflect",
      ),
  ],
  [
    "reductions",
    (x) => tf.add(tf.max(x, [1, 2], true), tf.sub(tf.mean(x, [1, 2], true), tf.sum(x, 3, true))),
  ],
  ["labels", (x) => tf.argMax(x, 3)],
  ["one label a plane", (x) => tf.oneHot(tf.argMax(x, 3), 4)],
  ["choice", (x) => tf.where(tf.greater(x, 0), tf.clipByValue(x, 0, 0.5), tf.leakyRelu(x, 0.3))],
  ["types", (x) => tf.cast(tf.greaterEqual(tf.cast(tf.mul(x, 3), "int32"), 1), "float32")],
  ["rows by index", (x) => tf.gather(x, [2, 0], 2)],
  ["tiles", (x) => tf.tile(tf.expandDims(tf.transpose(x, [0, 3, 1, 2]), 2), [1, 1, 2, 1, 1])],
])("%s gives stock TensorFlow.js the same values at any batch size", async (_, forward) => {
  const { actual, expected } = await both(forward, 3);
  expectClose(actual, expected);
});

test("a fixed batch may depend on its size; float16 weights halve the files", async () => {
  const net = (x: tf.Tensor4D) =>
    tf.mul(tf.conv2d(x, filter([3, 3, 3, 64]), 1, "same"), tf.fill([x.shape[0], 6, 8, 64], 2));
  const full = await both(net, 2, { batch: 2 });
  expectClose(full.actual, full.expected);
  const half = await both(net, 2, { batch: 2, weights: "float16" });
  expectClose(half.actual, full.expected, 2e-2);
  expect(half.files[1]!.data.length).toBeLessThan(0.6 * full.files[1]!.data.length);
});

test("a LayersModel is written with its names, metadata and files", async () => {
  const model = tfl.sequential({
    layers: [
      tfl.layers.conv2d({ inputShape: [6, 8, 3], filters: 5, kernelSize: 3, activation: "relu" }),
      tfl.layers.batchNormalization(),
      tfl.layers.upSampling2d({ size: [2, 2] }),
      tfl.layers.dense({ units: 4 }),
    ],
  });
  const x = numbers([2, 6, 8, 3], 3);
  const expected = tf.tidy(() => (model.predict(x) as tf.Tensor).dataSync());
  const values = x.dataSync() as Float32Array;
  const dir = await mkdtemp(join(tmpdir(), "graph-model-"));
  try {
    const before = tf.memory().numTensors;
    const files = await exportGraphModel(model, { dir, meta: { classes: ["a", "b"] } });
    expect(tf.memory().numTensors).toBe(before);
    expect((await readdir(dir)).sort()).toEqual(files.map(({ path }) => path).sort());
    expect(new Uint8Array(await readFile(join(dir, "model.json")))).toEqual(
      new Uint8Array(files[0]!.data),
    );
    await tf.setBackend("cpu");
    const loaded = await loadFiles(files);
    expect(loaded.metadata).toEqual({ classes: ["a", "b"] });
    expect(loaded.inputs[0]!.name).toBe(model.inputNames[0]);
    const out = tf.tidy(() => loaded.predict(tf.tensor4d(values, [2, 6, 8, 3])) as tf.Tensor);
    expectClose(await out.data(), expected);
  } finally {
    await rm(dir, { recursive: true });
  }
});

test("what can't be written says why", async () => {
  const refuse = (forward: (x: tf.Tensor4D) => tf.Tensor) =>
    exportGraphModel(({ image }) => forward(image as tf.Tensor4D), { inputs: IMAGE });
  await expect(refuse((x) => tf.add(x, tf.fill([x.shape[0], 1, 1, 1], 2)))).rejects.toThrow(
    /batch/,
  );
  await expect(refuse((x) => tf.mul(x, x.shape[0]))).rejects.toThrow(/give `batch` a number/);
  await expect(refuse((x) => tf.avgPool(x, 3, 2, 1))).rejects.toThrow(/average pooling/);
  await expect(refuse((x) => tf.step(x))).rejects.toThrow(/no operator for Step/);
});

test("a graph model with padding can be written down as ONNX", async () => {
  const weights = filter([3, 3, 3, 2]);
  const forward = (x: tf.Tensor4D) =>
    tf.conv2d(
      tf.pad(x, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]) as tf.Tensor4D,
      weights,
      1,
      "valid",
    );
  const files = await exportGraphModel(({ image }) => ({ out: forward(image as tf.Tensor4D) }), {
    inputs: IMAGE,
  });
  const model = await loadFiles(files);
  const bytes = await exportOnnx(({ image }) => ({ out: model.predict(image!) as tf.Tensor }), {
    inputs: IMAGE,
  });
  expect(bytes.length).toBeGreaterThan(200);
  model.dispose();
});
