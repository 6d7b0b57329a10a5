import { exportGraphModel, exportOnnx } from "@maskboard/engine";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { createModel } from "../src/create.ts";
import { use } from "./backend.ts";
import { expectClose, image } from "./formula.ts";

test.each([
  ["dynamic-unet", 33, 50, { selfAttention: true, activation: "mish" }],
  ["dynamic-unet", 32, 32, { blur: true }],
  ["attention-crop-unet", 32, 40, {}],
] as const)(
  "%s at %i x %i, %o runs in ONNX Runtime alone, at any batch",
  async (architecture, h, w, options) => {
    const left = await use("onnx");
    const model = createModel({
      architecture,
      encoder: "resnet18",
      depth: 4,
      classes: 4,
      ...options,
    });
    // Attention counts from the start here.
    const gamma = model.parameters.get("decoder.blocks.0.attention.gamma")?.variable;
    if (gamma) tf.tidy(() => gamma.assign(tf.tensor1d([0.7])));
    const bytes = await exportOnnx(({ image: x }) => model.forward(x as tf.Tensor4D), {
      inputs: [{ name: "image", shape: [h, w, 3] }],
    });
    const session = await InferenceSession.create(bytes);
    const x = image("image", [3, h, w, 3]);
    const planes = tf.tidy(() => tf.transpose(x, [0, 3, 1, 2]).dataSync()) as Float32Array;
    const [output] = Object.values(
      await session.run({ image: new Tensor("float32", planes, [3, 3, h, w]) }),
    );
    const logits = tf.tidy(() => tf.transpose(model.forward(x), [0, 3, 1, 2]));
    expect(output!.dims).toEqual(logits.shape);
    expectClose(output!.data as Float32Array, logits.dataSync());
    await session.release();
    tf.dispose([x, logits]);
    model.dispose();
    expect(left()).toBe(0);
  },
);

test.each([
  ["dynamic-unet", { selfAttention: true, activation: "mish" }],
  ["attention-crop-unet", {}],
] as const)("%s gives the same labels in stock TensorFlow.js", async (architecture, options) => {
  await use("onnx");
  const model = createModel({
    architecture,
    encoder: "resnet18",
    depth: 3,
    classes: 4,
    ...options,
  });
  const files = await exportGraphModel(({ image: x }) => model.forward(x as tf.Tensor4D), {
    inputs: [{ name: "image", shape: [24, 32, 3] }],
  });
  const x = image("image", [2, 24, 32, 3]);
  const labels = tf.tidy(() => tf.argMax(model.forward(x), 3).dataSync());
  const values = x.dataSync();
  tf.dispose(x);
  model.dispose();

  await tf.setBackend("cpu");
  const json = JSON.parse(Buffer.from(files[0]!.data).toString()) as tf.io.ModelJSON;
  const bytes = new Uint8Array(Buffer.concat(files.slice(1).map(({ data }) => data))).buffer;
  const load = () =>
    tf.io.getModelArtifactsForJSON(json, async (manifest) => [
      tf.io.getWeightSpecs(manifest),
      bytes,
    ]);
  const loaded = await loadGraphModel({ load });
  const stock = tf.tidy(() => {
    const logits = loaded.predict(tf.tensor4d(values, [2, 24, 32, 3])) as tf.Tensor;
    return tf.argMax(logits, 3).dataSync();
  });
  expect(stock).toEqual(labels);
  expect(new Set(stock).size).toBeGreaterThan(1);
  loaded.dispose();
});
