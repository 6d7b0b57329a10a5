import { exportGraphModel, exportOnnx } from "@maskboard/engine";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import type { ModelConfig } from "../src/config.ts";
import { ARCHITECTURES, createModel } from "../src/create.ts";
import { use } from "./backend.ts";
import { expectClose, image } from "./formula.ts";
import { describeOnnx } from "./onnx-model.ts";

/** Where depth 3 of a ResNet does not do, or leaves something out. */
const OWN: Record<string, Partial<ModelConfig>> = {
  "classic-unet": { encoder: "plain", depth: 2 },
  fcn: { depth: 4 },
  deeplabv3plus: { encoder: "mobilenet_v2", depth: 4 },
  segformer: { encoder: "mit_b0", depth: 4 },
  fpn: { encoder: "efficientnet-b0", depth: 4 },
};

const VARIANTS: [string, number, number, Partial<ModelConfig>][] = [
  // Every architecture as it is by default, and what else changes the graph.
  ...ARCHITECTURES.map((name): [string, number, number, object] => [name, 32, 40, OWN[name] ?? {}]),
  ["dynamic-unet", 33, 50, { depth: 4, selfAttention: true, activation: "mish" }],
  ["dynamic-unet", 32, 32, { blur: true, lastCross: false }],
  ["attention-crop-unet", 33, 39, { selfAttention: true, depth: 4, activation: "mish" }],
];

/** Logits [n, c, h, w] of an exported model in ONNX Runtime alone. */
async function run(bytes: Uint8Array, x: tf.Tensor4D): Promise<InferenceSession.OnnxValueMapType> {
  const session = await InferenceSession.create(bytes);
  const [n, h, w, c] = x.shape;
  const planes = tf.tidy(() => tf.transpose(x, [0, 3, 1, 2]).dataSync()) as Float32Array;
  const outputs = await session.run({ image: new Tensor("float32", planes, [n, c, h, w]) });
  await session.release();
  return outputs;
}

const labelsOf = (data: ArrayLike<number>, [n, c, h, w]: readonly number[]): ArrayLike<number> =>
  tf.tidy(() => tf.argMax(tf.tensor(data as Float32Array, [n!, c!, h!, w!]), 1).dataSync());

const meta = { classes: ["sky", "road"], mean: [0.1, 0.2, 0.3], size: "40x32" };

test.each(VARIANTS)(
  "%s at %i x %i, %o runs in ONNX Runtime alone, at any batch and opset",
  { timeout: 120_000 },
  async (architecture, h, w, options) => {
    const left = await use("onnx");
    const model = createModel({
      architecture,
      encoder: "resnet18",
      depth: 3,
      classes: 4,
      ...options,
    });
    // Attention counts from the start here.
    const gamma = model.parameters.get("decoder.blocks.0.attention.gamma")?.variable;
    if (gamma) tf.tidy(() => gamma.assign(tf.tensor1d([0.7])));
    const forward = (inputs: Record<string, tf.Tensor>) => ({
      logits: model.forward(inputs.image as tf.Tensor4D),
    });
    const inputs = [{ name: "image", shape: [h, w, 3] }];
    const x = image("image", [3, h, w, 3]);
    const logits = tf.tidy(() => tf.transpose(model.forward(x), [0, 3, 1, 2]));
    const expected = logits.dataSync();
    const labels = labelsOf(expected, logits.shape);
    expect(new Set(Array.from(labels)).size).toBeGreaterThan(1);
    for (const opset of [13, 18, 21]) {
      const bytes = await exportOnnx(forward, { inputs, opset, meta });
      const outputs = await run(bytes, x);
      expect(Object.keys(outputs)).toEqual(["logits"]);
      const { dims, data } = outputs.logits as Tensor;
      expect(dims).toEqual(logits.shape);
      expectClose(data as Float32Array, expected);
      expect(labelsOf(data as Float32Array, dims)).toEqual(labels);
      expect(describeOnnx(bytes)).toEqual({
        opsets: [{ domain: "", version: opset }],
        domains: [""],
        metadata: { classes: '["sky","road"]', mean: "[0.1,0.2,0.3]", size: "40x32" },
        batch: ["batch", "batch"],
      });
    }
    const half = await exportOnnx(forward, { inputs, weights: "float16" });
    const { data, dims } = (await run(half, x)).logits as Tensor;
    // Where the heat is near its threshold the crop may move by a pixel.
    expectClose(data as Float32Array, expected, 5e-2);
    const kept = Array.from(labelsOf(data as Float32Array, dims)).filter((v, i) => v === labels[i]);
    expect(kept.length / labels.length).toBeGreaterThan(0.99);
    tf.dispose([x, logits]);
    model.dispose();
    expect(left()).toBe(0);
  },
);

test("each opset from 13 to 21 gives the same labels", async () => {
  await use("onnx");
  const config = { architecture: "dynamic-unet", encoder: "resnet18", depth: 2, classes: 3 };
  const model = createModel({ ...config, activation: "mish" });
  const x = image("image", [2, 8, 9, 3]);
  const logits = tf.tidy(() => tf.transpose(model.forward(x), [0, 3, 1, 2]));
  for (let opset = 13; opset <= 21; opset++) {
    const bytes = await exportOnnx(({ image: of }) => model.forward(of as tf.Tensor4D), {
      inputs: [{ name: "image", shape: [8, 9, 3] }],
      opset,
    });
    const { data } = Object.values(await run(bytes, x))[0] as Tensor;
    expectClose(data as Float32Array, logits.dataSync(), 1e-4, `opset ${opset}`);
  }
  tf.dispose([x, logits]);
  model.dispose();
});

test.each([
  ["dynamic-unet", { selfAttention: true, activation: "mish" }],
  ["attention-crop-unet", {}],
  ["unet", { encoder: "densenet121" }],
  ["classic-unet", OWN["classic-unet"]],
  ["fcn", OWN.fcn],
  ["pspnet", {}],
  ["deeplabv3", {}],
  ["deeplabv3plus", OWN.deeplabv3plus],
  ["segformer", OWN.segformer],
  ["linknet", { encoder: "vgg11_bn" }],
  ["fpn", OWN.fpn],
] as [string, Partial<ModelConfig>][])(
  "%s gives the same labels in stock TensorFlow.js",
  { timeout: 120_000 },
  async (architecture, options) => {
    await use("onnx");
    const model = createModel({
      architecture,
      encoder: "resnet18",
      depth: 3,
      classes: 4,
      ...options,
    });
    const files = await exportGraphModel(({ image: x }) => model.forward(x as tf.Tensor4D), {
      inputs: [{ name: "image", shape: [32, 32, 3] }],
    });
    const x = image("image", [2, 32, 32, 3]);
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
      const logits = loaded.predict(tf.tensor4d(values, [2, 32, 32, 3])) as tf.Tensor;
      return tf.argMax(logits, 3).dataSync();
    });
    expect(stock).toEqual(labels);
    expect(new Set(stock).size).toBeGreaterThan(1);
    loaded.dispose();
  },
);
