import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectClose, numbers } from "../testing/compare.ts";
import { fetchWeights } from "./download.ts";
import { fromBfloat16, fromHalf, toHalf } from "./half.ts";
import { importWeights, readWeights } from "./import.ts";
import { readSafetensors, WeightsError } from "./safetensors.ts";

let dir: string;
beforeAll(async () => {
  await tf.setBackend("onnx");
  dir = await mkdtemp(join(tmpdir(), "engine-weights-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** A safetensors file of float32 arrays, or of raw bytes with a type. */
function safetensors(
  arrays: Record<string, { shape: number[]; data: Float32Array | Uint16Array; dtype?: string }>,
): Uint8Array {
  let offset = 0;
  const header: Record<string, object> = { __metadata__: { made: "by a test" } };
  for (const [name, { shape, data, dtype = "F32" }] of Object.entries(arrays)) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([
    length,
    text,
    ...Object.values(arrays).map(({ data }) => Buffer.from(data.buffer)),
  ]);
}

test("half precision: every pattern comes back, and rounding is to nearest even", () => {
  const patterns = Uint16Array.from({ length: 65536 }, (_, i) => i).filter(
    (bits) => (bits & 0x7c00) !== 0x7c00,
  );
  expect([...toHalf(fromHalf(patterns))]).toEqual([...patterns]);
  expect([
    ...fromHalf(toHalf(Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 65504, 65520, 1e-9, -2.5))),
  ]).toEqual([1, 1 + 2 ** -9, 65504, Number.POSITIVE_INFINITY, 0, -2.5]);
  expect(fromHalf(toHalf(Float32Array.of(Number.NaN)))[0]).toBeNaN();
  expect([...fromBfloat16(Uint16Array.of(0x3f80, 0xc000))]).toEqual([1, -2]);
});

describe("safetensors", () => {
  test("halves, bfloat16 and unaligned arrays", () => {
    const file = safetensors({
      half: { shape: [3], data: toHalf(Float32Array.of(0.5, -1, 2)), dtype: "F16" },
      brain: { shape: [1], data: Uint16Array.of(0x4000), dtype: "BF16" },
      full: { shape: [1, 2], data: Float32Array.of(3, 4) },
    });
    const weights = readSafetensors(file);
    expect([...weights].map(([name, { shape, data }]) => [name, shape, [...data]])).toEqual([
      ["half", [3], [0.5, -1, 2]],
      ["brain", [1], [2]],
      ["full", [1, 2], [3, 4]],
    ]);
  });
  test("damage is named", () => {
    const file = safetensors({ a: { shape: [4], data: new Float32Array(4) } });
    expect(() => readSafetensors(file.subarray(0, 5))).toThrow(/cut short/);
    expect(() => readSafetensors(file.subarray(0, file.length - 4))).toThrow(/a ends at byte/);
    expect(() =>
      readSafetensors(safetensors({ a: { shape: [5], data: new Float32Array(4) } })),
    ).toThrow(/4 elements.*says 5/);
    expect(() =>
      readSafetensors(safetensors({ a: { shape: [4], data: new Float32Array(4), dtype: "F8" } })),
    ).toThrow(/element type F8/);
    expect(() => readSafetensors(new Uint8Array(64).fill(7))).toThrow(WeightsError);
  });
});

test("torch's layouts become TensorFlow's", async () => {
  const variables = {
    conv: tf.variable(tf.zeros([3, 2, 4, 5])),
    dense: tf.variable(tf.zeros([6, 3])),
    depth: tf.variable(tf.zeros([3, 3, 4, 2])),
    bias: tf.variable(tf.zeros([5])),
  };
  const make = (shape: number[], seed: number) =>
    tf.tidy(() => ({ shape, data: numbers(shape, seed).dataSync() as Float32Array }));
  const file = {
    "m.conv": make([5, 4, 3, 2], 1),
    "m.dense": make([3, 6], 2),
    "m.depth": make([8, 1, 3, 3], 3),
    "m.bias": make([5], 4),
    "m.extra": make([1], 5),
  };
  const path = join(dir, "torch.safetensors");
  await writeFile(path, safetensors(file));
  const rename = (name: string) => (name === "m.extra" ? null : name.slice(2));
  const result = await importWeights(variables, path, { layout: "torch", rename });
  expect(result).toEqual({ loaded: ["conv", "dense", "depth", "bias"], missing: [], unused: [] });
  const expected = tf.tidy(() => ({
    conv: tf.transpose(numbers([5, 4, 3, 2], 1), [2, 3, 1, 0]).dataSync(),
    dense: tf.transpose(numbers([3, 6], 2)).dataSync(),
    depth: tf
      .transpose(tf.reshape(numbers([8, 1, 3, 3], 3), [4, 2, 3, 3]), [2, 3, 0, 1])
      .dataSync(),
  }));
  for (const [name, values] of Object.entries(expected))
    expectClose(variables[name as "conv"].dataSync(), values, 0);
  const before = tf.memory().numTensors;
  await expect(importWeights(variables, path, { layout: "torch" })).rejects.toThrow(
    /Without a value: conv, dense.*Unknown to the model: m.conv/,
  );
  await expect(importWeights(variables, path, { rename })).rejects.toThrow(
    /conv has shape \[5,4,3,2\].*wants \[3,2,4,5\]/,
  );
  const partly = await importWeights(variables, path, {
    layout: "torch",
    strict: false,
    rename: (n) => (n === "m.bias" ? "bias" : n),
  });
  expect(partly).toMatchObject({
    loaded: ["bias"],
    missing: ["conv", "dense", "depth"],
    unused: ["m.conv", "m.dense", "m.depth", "m.extra"],
  });
  expect(tf.memory().numTensors).toBe(before);
});

test("a saved TensorFlow.js model goes into another one", async () => {
  const make = () =>
    tfl.sequential({
      layers: [
        tfl.layers.dense({ units: 3, inputShape: [4], name: "first" }),
        tfl.layers.dense({ units: 2, name: "second" }),
      ],
    });
  const [a, b] = [make(), make()];
  let saved!: tf.io.ModelArtifacts;
  await a.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
    }),
  );
  await writeFile(
    join(dir, "model.json"),
    JSON.stringify({ weightsManifest: [{ paths: ["w.bin"], weights: saved.weightSpecs }] }),
  );
  await writeFile(join(dir, "w.bin"), new Uint8Array(saved.weightData as ArrayBuffer));
  const stored = await readWeights(join(dir, "model.json"));
  const result = await importWeights(b, stored);
  expect(result.missing).toEqual([]);
  const x = numbers([2, 4]);
  expectClose((b.predict(x) as tf.Tensor).dataSync(), (a.predict(x) as tf.Tensor).dataSync(), 0);
});

test("a checkpoint of PyTorch goes into variables, told by its content", async () => {
  const made = join(import.meta.dirname, "torch/fixtures/state.pth");
  const path = join(dir, "weights.of-any-name");
  await writeFile(path, await readFile(made));
  const stored = await readWeights(path);
  expect([...stored.keys()]).toContain("conv.weight");
  const conv = tf.variable(tf.zeros([1, 2, 3, 2]));
  const rename = (name: string) => (name === "conv.weight" ? "conv" : null);
  await importWeights({ conv }, path, { layout: "torch", rename });
  // The file's element [o, i, y, x], which counts 0, 1, 2 ... / 8 - 1, is [y, x, i, o] here.
  expect(conv.dataSync()[(1 * 3 + 2) * 2 + 1]).toBe((((1 * 3 + 2) * 1 + 0) * 2 + 1) / 8 - 1);
});

test("other files are refused with what to do", async () => {
  const write = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(dir, name), content);
    return join(dir, name);
  };
  const quantized = join(import.meta.dirname, "torch/fixtures/quantized.pth");
  await expect(readWeights(quantized)).rejects.toThrow(/quantized\.pth: q is no plain.*dequantize/);
  const list = join(import.meta.dirname, "torch/fixtures/list.pth");
  await expect(readWeights(list)).rejects.toThrow(`torch.load("${list}"`);
  await expect(readWeights(await write("notes.txt", "no weights at all"))).rejects.toThrow(
    /Neither safetensors, nor a TensorFlow\.js model\.json, nor a checkpoint of PyTorch/,
  );
  await expect(readWeights(await write("a.h5", "\x89HDF\r\n\x1a\n"))).rejects.toThrow(WeightsError);
  const keras = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0);
  await expect(readWeights(await write("b.h5", keras))).rejects.toThrow(/tensorflowjs_converter/);
  const pointer = await write("c.pth", "version https://git-lfs.github.com/spec/v1\n");
  await expect(readWeights(pointer)).rejects.toThrow(/git lfs pull/);
  await expect(readWeights(await write("other.json", "{}"))).rejects.toThrow(/weightsManifest/);
  await expect(readWeights(join(dir, "none.pth"))).rejects.toThrow(/can't be opened.*no such file/);
});

test("published weights are downloaded once, checked, and can be put there by hand", async () => {
  const content = Buffer.from("weights");
  const sha256 = createHash("sha256").update(content).digest("hex");
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.end(content);
  }).listen(0);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/w`;
  const cache = join(dir, "cache");
  try {
    const path = await fetchWeights({ url, sha256, file: "w.bin" }, cache);
    expect(await readFile(path)).toEqual(content);
    await fetchWeights({ url, sha256, file: "w.bin" }, cache);
    expect(requests).toBe(1);
    await expect(fetchWeights({ url, sha256: "00", file: "other.bin" }, cache)).rejects.toThrow(
      /not kept/,
    );
    await writeFile(path, "damaged");
    await expect(fetchWeights({ url, sha256, file: "w.bin" }, cache)).rejects.toThrow(/Delete it/);
  } finally {
    await new Promise((done) => server.close(done));
  }
  const offline = fetchWeights({ url, sha256, file: "off.bin" }, cache);
  await expect(offline).rejects.toThrow(
    new RegExp(`put that file at .*off\\.bin; its SHA-256 must be ${sha256}`),
  );
});

const SHARED =
  process.env.MASKBOARD_SHARED_DATA ?? join(import.meta.dirname, "../../../../../shared/data");
const RESNET = join(SHARED, "weights/resnet50-keras-conv1-res4.fp16.safetensors");

describe.skipIf(!existsSync(RESNET))(
  "a real ResNet50 (skipped where the shared data is missing)",
  () => {
    test("is read: float16 kernels, float32 statistics, plausible numbers", async () => {
      const weights = await readWeights(RESNET);
      expect(weights.size).toBe(258);
      const kernel = weights.get("res4f_branch2b/kernel")!;
      expect(kernel.shape).toEqual([3, 3, 256, 256]);
      const deviation = Math.sqrt(
        (kernel.data as Float32Array).reduce((sum, v) => sum + v * v, 0) / kernel.data.length,
      );
      expect(deviation).toBeGreaterThan(0.001);
      expect(deviation).toBeLessThan(0.1);
      const variance = weights.get("bn2a_branch1/moving_variance")!;
      expect(variance.data.every((v) => v > 0)).toBe(true);
    });
  },
);
