import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { readWeights } from "@maskboard/engine";
import * as tf from "@tensorflow/tfjs-core";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { createEncoder } from "../src/encoders/registry.ts";
import { at, Parameters } from "../src/parameters/store.ts";
import { fromKerasResnet50 } from "../src/weights/keras.ts";
import { loadEncoder } from "../src/weights/state.ts";
import { use } from "./backend.ts";
import fixture from "./fixtures/keras-resnet50.json" with { type: "json" };
import { expectTensor, image } from "./formula.ts";

const root =
  process.env.MASKBOARD_SHARED_DATA ?? resolve(import.meta.dirname, "../../../../shared/data");
const file = resolve(root, "weights/resnet50-keras-conv1-res4.fp16.safetensors");
const pets = resolve(root, "pets/images");

/** The published ImageNet ResNet50 up to its fourth stage: five maps, the last one at stride 16. */
async function load() {
  const parameters = new Parameters();
  const encoder = createEncoder("resnet50-v1", at({ parameters, prefix: "" }, "encoder"), {
    depth: 4,
  });
  loadEncoder(parameters, fromKerasResnet50(await readWeights(file)));
  return { parameters, encoder };
}

describe.skipIf(!existsSync(file))(`ImageNet ResNet50 of Keras (${file})`, () => {
  test("every map equals the original graph's, computed by PyTorch without folding", async () => {
    const left = await use("onnx");
    const { parameters, encoder } = await load();
    // RGB minus the mean, which is what the encoder's normalization gives.
    const x = tf.tidy(() => tf.mul(image("image", fixture.image), 100)) as tf.Tensor4D;
    const maps = tf.tidy(() => encoder.features(x, { training: false }));
    for (const [i, map] of maps.entries()) expectTensor(map, fixture.maps[i]!, 1e-4, `map ${i}`);
    tf.dispose([x, maps]);
    parameters.dispose();
    expect(left()).toBe(0);
  });

  test.skipIf(!existsSync(pets))("its features tell cats from dogs", async () => {
    await use("onnx");
    const names = ["Abyssinian", "Bengal", "american_bulldog", "american_bulldog"];
    const seen = new Map<string, number>();
    const files = names.flatMap((name) => {
      const from = seen.get(name) ?? 0;
      seen.set(name, from + 10);
      return readdirSync(pets)
        .filter((entry) => entry.startsWith(name))
        .slice(from, from + 10)
        .map((entry) => ({ entry, dog: name === "american_bulldog" }));
    });
    // By chance it would be a half.
    expect(await accuracy(files)).toBeGreaterThanOrEqual(0.85);
  });
});

/** Share of pictures whose nearest other picture, by cosine of the mean features, is of its kind. */
async function accuracy(files: { entry: string; dog: boolean }[]) {
  const { parameters, encoder } = await load();
  const features: Float32Array[] = [];
  for (let i = 0; i < files.length; i += 10) {
    const pictures = await Promise.all(files.slice(i, i + 10).map(({ entry }) => read(entry)));
    const vector = tf.tidy(() => {
      const { mean, std } = encoder.normalization;
      const x = tf.div(tf.sub(tf.stack(pictures), tf.tensor1d([...mean])), tf.tensor1d([...std]));
      const maps = encoder.features(x as tf.Tensor4D, { training: false });
      const pooled = tf.mean(maps.at(-1)!, [1, 2]);
      return tf.div(pooled, tf.norm(pooled, 2, 1, true));
    });
    const data = vector.dataSync() as Float32Array;
    const size = vector.shape[1]!;
    for (let k = 0; k < pictures.length; k++) features.push(data.slice(k * size, (k + 1) * size));
    tf.dispose([pictures, vector]);
  }
  parameters.dispose();
  const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  const right = files.filter(({ dog }, i) => {
    const others = features.map((f, j) => (i === j ? -2 : cosine(features[i]!, f)));
    return files[others.indexOf(Math.max(...others))]!.dog === dog;
  });
  return right.length / files.length;
}

/** [112, 112, 3] in 0..1. */
async function read(entry: string): Promise<tf.Tensor3D> {
  const raw = await sharp(resolve(pets, entry)).resize(112, 112).removeAlpha().raw().toBuffer();
  return tf.tidy(() => tf.div(tf.tensor3d(Float32Array.from(raw), [112, 112, 3]), 255));
}
