import "@tensorflow/tfjs-backend-cpu";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { registerOnnxBackend } from "@maskboard/engine";
import {
  describePlan,
  inspectModel,
  planModel,
  readModelArtifact,
  runModel,
} from "@maskboard/inference";
import { createModel } from "@maskboard/models";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../testing/tiny-challenge.ts";
import { exportModels } from "./export.ts";
import { runFolder } from "./run-folder.ts";

beforeAll(() => {
  registerOnnxBackend({ threads: 1 });
});

const SIZE = { width: 40, height: 24 };
const classMap = {
  classes: [3, 7, 9].map((id) => ({ id, name: `class ${id}`, color: "#123456" })),
};

/** A graph model from its files, as TensorFlow.js reads it where there is no HTTP. */
async function loadFolder(folder: string) {
  const json = JSON.parse(await readFile(join(folder, "model.json"), "utf8")) as tf.io.ModelJSON;
  const load = () =>
    tf.io.getModelArtifactsForJSON(json, async (manifest) => {
      const paths = manifest.flatMap((group) => group.paths);
      const shards = await Promise.all(paths.map((path) => readFile(join(folder, path))));
      return [tf.io.getWeightSpecs(manifest), new Uint8Array(Buffer.concat(shards)).buffer];
    });
  return loadGraphModel({ load });
}

it.each([
  ["unet", {}],
  ["dynamic-unet", { activation: "mish", selfAttention: true }],
] as const)(
  "%s: ONNX and TensorFlow.js give what the model gives",
  { timeout: 120_000 },
  async (architecture, more) => {
    await tf.setBackend("onnx");
    const folder = runFolder(await temporaryFolder());
    await mkdir(folder.dir, { recursive: true });
    const model = createModel({ architecture, encoder: "resnet18", depth: 4, classes: 3, ...more });
    const pixels = Float32Array.from({ length: 2 * 24 * 40 * 3 }, (_, i) => ((i * 37) % 256) / 255);
    const { mean, std } = model.encoder.normalization;
    const expected = await tf
      .tidy(() => {
        const x = tf.tensor4d(pixels, [2, 24, 40, 3]);
        const normal = tf.div(tf.sub(x, tf.tensor1d([...mean])), tf.tensor1d([...std]));
        return model.forward(normal as tf.Tensor4D);
      })
      .data();
    await exportModels(model, SIZE, classMap, folder);

    const planes = Float32Array.from(pixels, (_, i) => {
      const [image, rest] = [Math.floor(i / 2880), i % 2880];
      return pixels[image * 2880 + (rest % 960) * 3 + Math.floor(rest / 960)]!;
    });
    const session = await InferenceSession.create(folder.onnx);
    const { logits } = await session.run({ image: new Tensor("float32", planes, [2, 3, 24, 40]) });
    const onnx = logits!.data as Float32Array;

    await tf.setBackend("cpu");
    const graph = await loadFolder(folder.tfjs);
    const output = tf.tidy(() => graph.predict(tf.tensor4d(pixels, [2, 24, 40, 3])) as tf.Tensor4D);
    expect(output.shape).toEqual([2, 24, 40, 3]);
    const tfjs = await output.data();
    const scale = Math.max(...Array.from(expected, Math.abs));
    for (let i = 0; i < expected.length; i += 7) {
      const [place, c] = [Math.floor(i / 3), i % 3];
      const at = (Math.floor(place / 960) * 3 + c) * 960 + (place % 960);
      expect(Math.abs(tfjs[i]! - expected[i]!)).toBeLessThan(1e-3 * scale);
      expect(Math.abs(onnx[at]! - expected[i]!)).toBeLessThan(1e-3 * scale);
    }
    output.dispose();
    graph.dispose();
    model.dispose();
  },
);

it("the model lane understands the bare ONNX file as it does the zip with its card", {
  timeout: 120_000,
}, async () => {
  await tf.setBackend("onnx");
  const folder = runFolder(await temporaryFolder());
  await mkdir(folder.dir, { recursive: true });
  const model = createModel({ architecture: "unet", encoder: "resnet18", depth: 3, classes: 3 });
  await exportModels(model, SIZE, classMap, folder);
  model.dispose();
  const understood = async (path: string) => {
    const { files, card } = await readModelArtifact(path, 2 ** 30);
    const { summary, loadable } = inspectModel(files);
    const plan = planModel(summary, card, classMap);
    const labels: number[][] = [];
    await runModel({
      ...{ model: loadable, plan, limits: { seconds: 60, memoryMiB: 2_048 }, threads: 1 },
      images: [
        {
          ...SIZE,
          read: async (size) => ({
            ...size,
            rgb: Uint8Array.from({ length: 3 * size.width * size.height }, (_, i) => i * 37),
          }),
        },
      ],
      async onLabels(_, one) {
        labels.push([...one]);
      },
    });
    return { plan: { ...plan, assumed: null }, labels, said: describePlan(summary, plan) };
  };
  const bare = await understood(folder.onnx);
  const carded = await understood(folder.submission);
  expect(bare.plan).toEqual(carded.plan);
  expect(bare.labels).toEqual(carded.labels);
  expect(new Set(bare.labels[0])).not.toEqual(new Set([3]));
  expect(bare.said).toContain("pixels from 0 to 1 (assumed: no card.json says otherwise)");
  expect(carded.said).toContain("pixels from 0 to 1;");
});
