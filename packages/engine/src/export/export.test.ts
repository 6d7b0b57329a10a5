import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, test } from "vitest";
import { expectClose, numbers } from "../testing/compare.ts";
import { exportOnnx } from "./export.ts";

beforeAll(() => tf.setBackend("onnx"));

/** A small segmentation network with everything that may hinder a trace. */
function makeNet() {
  const w = [
    [3, 3, 3, 8],
    [3, 3, 8, 8],
    [3, 3, 8, 1],
    [1, 1, 16, 4],
  ].map((shape, i) => tf.variable(numbers(shape, i + 1, 0.4)) as unknown as tf.Tensor4D);
  const [mean, variance] = [
    numbers([8], 9) as tf.Tensor1D,
    tf.add(tf.abs(numbers([8], 10)), 0.5) as tf.Tensor1D,
  ];
  const forward = (x: tf.Tensor4D): tf.Tensor4D => {
    const [n, h, v] = x.shape;
    const a = tf.relu(tf.conv2d(x, w[0]!, 1, "same"));
    const [offset, scale] = [tf.zeros([8]), tf.ones([8])] as [tf.Tensor1D, tf.Tensor1D];
    const b = tf.batchNorm(
      tf.conv2d(tf.maxPool(a, 2, 2, "same"), w[1]!, 1, "same"),
      mean,
      variance,
      offset,
      scale,
    ) as tf.Tensor4D;
    const rows = tf.reshape(b, [n, -1, 8]);
    const attended = tf.reshape(
      tf.matMul(tf.softmax(tf.matMul(rows, rows, false, true)), rows),
      b.shape,
    ) as tf.Tensor4D;
    const deep = tf.depthwiseConv2d(attended, w[2]!, 1, "same", "NHWC", 2);
    const up = tf.image.resizeBilinear(deep, [h, v]);
    const pooled = tf.tile(tf.mean(deep, [1, 2], true), [1, h, v, 1]) as tf.Tensor4D;
    return tf.conv2d(tf.concat([tf.add(up, pooled), a], 3), w[3]!, 1, "same");
  };
  return { forward, dispose: () => tf.dispose([...w, mean, variance]) };
}

/** Runs a model on an image batch in plain onnxruntime-node; the image goes in as NCHW. */
async function runPlain(
  bytes: Uint8Array,
  x: tf.Tensor4D,
): Promise<{ dims: readonly number[]; data: Float32Array }> {
  const session = await InferenceSession.create(bytes);
  const nchw = tf.tidy(() => tf.transpose(x, [0, 3, 1, 2]).dataSync() as Float32Array);
  const [n, h, w, c] = x.shape;
  const out = await session.run({
    [session.inputNames[0]!]: new Tensor("float32", nchw, [n, c, h, w]),
  });
  const { dims, data } = out[session.outputNames[0]!]!;
  await session.release();
  return { dims, data: data as Float32Array };
}

describe("a function", () => {
  const { forward } = (() => ({
    forward: (inputs: Record<string, tf.Tensor>) => ({
      logits: net.forward(inputs.image as tf.Tensor4D),
    }),
  }))();
  let net: ReturnType<typeof makeNet>;
  beforeAll(() => {
    net = makeNet();
  });

  test.each([13, 17, 18, 21])(
    "opset %d runs in plain onnxruntime-node at any batch size",
    async (opset) => {
      const bytes = await exportOnnx(forward, {
        inputs: [{ name: "image", shape: [10, 12, 3] }],
        opset,
      });
      for (const batch of [1, 2, 5]) {
        const x = numbers([batch, 10, 12, 3], 20) as tf.Tensor4D;
        const { dims, data } = await runPlain(bytes, x);
        expect(dims).toEqual([batch, 4, 10, 12]);
        const expected = tf.tidy(() => tf.transpose(net.forward(x), [0, 3, 1, 2]).dataSync());
        expectClose(data, expected, 1e-4);
      }
    },
  );

  test("float16 weights halve the file and keep the labels", async () => {
    const options = { inputs: [{ name: "image", shape: [10, 12, 3] }] };
    const full = await exportOnnx(forward, options);
    const half = await exportOnnx(forward, { ...options, weights: "float16" });
    expect(half.length).toBeLessThan(full.length - 1000);
    const x = numbers([2, 10, 12, 3], 21) as tf.Tensor4D;
    const [a, b] = [await runPlain(full, x), await runPlain(half, x)];
    expectClose(b.data, a.data, 2e-2);
  });

  test("a trained model exports its held layouts, names, metadata, file", async () => {
    const optimizer = tf.train.adam(0.01);
    const x = numbers([2, 10, 12, 3], 22) as tf.Tensor4D;
    for (let i = 0; i < 3; i++)
      optimizer.minimize(() => tf.mean(tf.square(net.forward(x))) as tf.Scalar);
    const dir = await mkdtemp(join(tmpdir(), "engine-export-"));
    try {
      const path = join(dir, "model.onnx");
      const before = tf.memory().numTensors;
      const bytes = await exportOnnx(forward, {
        inputs: [{ name: "image", shape: [10, 12, 3] }],
        path,
        meta: { classes: ["a", "b"], size: "12x10" },
      });
      expect(tf.memory().numTensors).toBe(before);
      expect(new Uint8Array(await readFile(path))).toEqual(bytes);
      const text = Buffer.from(bytes).toString("latin1");
      expect(text).toContain('["a","b"]');
      expect(text).not.toContain("com.microsoft");
      const session = await InferenceSession.create(bytes);
      expect([session.inputNames, session.outputNames]).toEqual([["image"], ["logits"]]);
      const { data } = await runPlain(bytes, x);
      expectClose(
        data,
        tf.tidy(() => tf.transpose(net.forward(x), [0, 3, 1, 2]).dataSync()),
        1e-3,
      );
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  test("what can't be exported says why", async () => {
    const inputs = [{ name: "x", shape: [4] }];
    await expect(exportOnnx(({ x }) => tf.atan2(tf.add(x!, 1), x!), { inputs })).rejects.toThrow(
      /runs on the cpu backend/,
    );
    await expect(exportOnnx(() => tf.ones([2, 2]), { inputs })).rejects.toThrow(/x does not/);
    await expect(
      exportOnnx(({ x }) => tf.mul(tf.add(x!, 1), x!.shape[0]!), { inputs }),
    ).rejects.toThrow(/give `batch` a number|other things/);
    await expect(exportOnnx(({ x }) => x!, { inputs, opset: 9 })).rejects.toThrow(/13 to 21/);
    await expect(exportOnnx(({ x }) => x!)).rejects.toThrow(/names and shapes/);
    // The engine goes on after a refused export.
    expect([...tf.tidy(() => tf.add(tf.ones([2]), 1).dataSync())]).toEqual([2, 2]);
  });
});

test("a LayersModel gives the same labels", async () => {
  const model = tfl.sequential({
    layers: [
      tfl.layers.conv2d({
        inputShape: [8, 8, 3],
        filters: 6,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
      }),
      tfl.layers.batchNormalization(),
      tfl.layers.upSampling2d({ size: [2, 2] }),
      tfl.layers.globalAveragePooling2d({}),
      tfl.layers.dense({ units: 5, activation: "softmax" }),
    ],
  });
  const bytes = await exportOnnx(model);
  const x = numbers([3, 8, 8, 3], 23) as tf.Tensor4D;
  const { dims, data } = await runPlain(bytes, x);
  expect(dims).toEqual([3, 5]);
  expectClose(
    data,
    tf.tidy(() => (model.predict(x) as tf.Tensor).dataSync()),
  );
});
