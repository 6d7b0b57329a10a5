import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchWeights } from "@maskboard/engine";
import { describe, expect, test } from "vitest";
import type { ModelConfig } from "../src/config.ts";
import { createModel, planModel } from "../src/create.ts";
import { torchShape } from "../src/parameters/layout.ts";
import type { NamedArray } from "../src/weights/array.ts";
import { adaptChannels } from "../src/weights/channels.ts";
import { fastaiUnet, publishedEncoder } from "../src/weights/names.ts";
import { pretrainedFile } from "../src/weights/pretrained.ts";
import { loadEncoder, loadState, stateDict } from "../src/weights/state.ts";
import { use } from "./backend.ts";
import fastai from "./fixtures/fastai-names.json" with { type: "json" };
import { formula } from "./formula.ts";

const small: ModelConfig = {
  architecture: "dynamic-unet",
  encoder: "resnet18",
  depth: 2,
  classes: 2,
};

describe("fastai's names map one to one", () => {
  test.each([
    ["resnet34", { selfAttention: true }, fastai.crossed],
    ["resnet18", { lastCross: false }, fastai.plain],
  ] as const)("%s %o", (encoder, options, names) => {
    const { parameters } = planModel({ ...small, depth: 5, classes: 6, encoder, ...options });
    const map = fastaiUnet({ lastCross: !("lastCross" in options) });
    const mapped = Object.entries(names).map(([name, shape]) => [map(name), shape]);
    const own = parameters
      .all()
      .map(({ name, shape, layout }) => [name, torchShape(shape, layout)]);
    expect(Object.fromEntries(mapped)).toEqual(Object.fromEntries(own));
    expect(mapped).toHaveLength(own.length);
  });
});

/** An encoder's checkpoint as torchvision names it, from a model's own. */
async function torchvisionState(config: ModelConfig): Promise<Map<string, NamedArray>> {
  const model = createModel(config);
  const state = new Map<string, NamedArray>();
  for (const [name, array] of await stateDict(model.parameters))
    if (name.startsWith("encoder.")) state.set(name.slice("encoder.".length), array);
  state.set("bn1.num_batches_tracked", { shape: [], data: [7] });
  state.set("fc.weight", { shape: [1000, 512], data: [] });
  model.dispose();
  return state;
}

test("an encoder's weights load by torchvision's names, deeper stages passed over", async () => {
  const left = await use("onnx");
  const state = await torchvisionState({ ...small, depth: 3, seed: 3 });
  const model = createModel(small);
  const head = [...model.parameters.get("head.weight")!.variable.dataSync()];
  const report = loadEncoder(model.parameters, state, publishedEncoder);
  expect(report.loaded.every((name) => name.startsWith("encoder."))).toBe(true);
  expect(report.missing.some((name) => name.startsWith("encoder."))).toBe(false);
  expect(report.unexpected.every((name) => name.startsWith("encoder.layer2."))).toBe(true);
  const loaded = (await stateDict(model.parameters)).get("encoder.layer1.1.conv2.weight")!;
  expect([...Array.from(loaded.data)]).toEqual([
    ...Array.from(state.get("layer1.1.conv2.weight")!.data),
  ]);
  expect([...model.parameters.get("head.weight")!.variable.dataSync()]).toEqual(head);
  model.dispose();
  expect(left()).toBe(0);
});

test("what does not fit is refused by name, and nothing changes", async () => {
  await use("onnx");
  const model = createModel(small);
  const state = await stateDict(model.parameters);
  const before = [...model.parameters.get("encoder.bn1.weight")!.variable.dataSync()];
  const changed = new Map<string, NamedArray>(state);
  changed.set("encoder.bn1.weight", { shape: [64], data: new Float32Array(64).fill(9) });
  const load = (weights: Map<string, NamedArray>) => () => loadState(model.parameters, weights);
  changed.set("head.weight", { shape: [7, 67, 1, 1], data: new Float32Array(7 * 67) });
  expect(load(changed)).toThrow(/head.weight has shape 2x\d+x1x1 in the model and 7x67x1x1/);
  changed.delete("head.weight");
  expect(load(changed)).toThrow(/the weights lack head.weight/);
  changed.set("head.weight", state.get("head.weight")!);
  changed.set("neck.weight", state.get("head.weight")!);
  expect(load(changed)).toThrow(/the model has no neck.weight/);
  expect(() => loadEncoder(model.parameters, [], publishedEncoder)).toThrow(
    /lack encoder.conv1.weight, .* and \d+ more/,
  );
  expect([...model.parameters.get("encoder.bn1.weight")!.variable.dataSync()]).toEqual(before);
  model.dispose();
});

test("a filter of RGB images fits other numbers of channels as in fastai", () => {
  const rgb = { shape: [2, 3, 1, 2], data: formula("rgb", 12) };
  const at = (o: number, c: number, i: number) => rgb.data[(o * 3 + c) * 2 + i]!;
  const fit = (channels: number) => adaptChannels(rgb, [2, channels, 1, 2]).data;
  const gray = [0, 1].flatMap((o) => [0, 1].map((i) => at(o, 0, i) + at(o, 1, i) + at(o, 2, i)));
  expect([...Array.from(fit(1))]).toEqual([...Float32Array.from(gray)]);
  expect(fit(2)[5]).toBe(Math.fround(at(1, 0, 1) * 1.5));
  expect(fit(6)[1 * 12 + 2 * 2 + 1]).toBe(Math.fround(at(1, 2, 1)));
  expect([...Array.from(fit(6)).slice(6, 12)]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(fit(3)).toBe(rgb.data);
});

/** Names and shapes of torchvision's (and timm's) ResNets, from the paper's table and their naming. */
function resnetNames(blocks: number[], bottleneck: boolean): Map<string, number[]> {
  const names = new Map<string, number[]>();
  const conv = (name: string, to: number, from: number, size: number) =>
    names.set(`${name}.weight`, [to, from, size, size]);
  const norm = (name: string, width: number) => {
    for (const leaf of ["weight", "bias", "running_mean", "running_var"])
      names.set(`${name}.${leaf}`, [width]);
    names.set(`${name}.num_batches_tracked`, []);
  };
  conv("conv1", 64, 3, 7);
  norm("bn1", 64);
  let from = 64;
  for (const [stage, count] of blocks.entries()) {
    const width = 64 * 2 ** stage;
    const to = bottleneck ? width * 4 : width;
    const sizes = bottleneck ? [1, 3, 1] : [3, 3];
    for (let i = 0; i < count; i++) {
      const block = `layer${stage + 1}.${i}`;
      let inner = from;
      for (const [k, size] of sizes.entries()) {
        const out = k === sizes.length - 1 ? to : width;
        conv(`${block}.conv${k + 1}`, out, inner, size);
        norm(`${block}.bn${k + 1}`, out);
        inner = out;
      }
      if (i === 0 && (stage > 0 || bottleneck)) {
        conv(`${block}.downsample.0`, to, from, 1);
        norm(`${block}.downsample.1`, to);
      }
      from = to;
    }
  }
  names.set("fc.weight", [1000, from]);
  return names.set("fc.bias", [1000]);
}

test.each([
  ["resnet18", [2, 2, 2, 2], false],
  ["resnet34", [3, 4, 6, 3], false],
  ["resnet50", [3, 4, 6, 3], true],
] as [string, number[], boolean][])(
  "%s: every published name has its place",
  (encoder, blocks, bottleneck) => {
    const { parameters } = planModel({ ...small, depth: 5, encoder });
    const own = parameters.all().filter(({ name }) => name.startsWith("encoder."));
    const published = [...resnetNames(blocks, bottleneck)].flatMap(([name, shape]) => {
      const to = publishedEncoder(name);
      return to === null || name.endsWith("num_batches_tracked") ? [] : [[to, shape] as const];
    });
    expect(Object.fromEntries(published)).toEqual(
      Object.fromEntries(own.map(({ name, shape, layout }) => [name, torchShape(shape, layout)])),
    );
  },
);

describe("published weights", () => {
  test("are torchvision's, by name and digest", () => {
    for (const encoder of ["resnet18", "resnet34", "resnet50"]) {
      const { url, sha256, file } = pretrainedFile(encoder);
      expect(url).toBe(`https://download.pytorch.org/models/${file}`);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      // PyTorch's own check: the name ends with the first digits.
      expect(file).toBe(`${encoder}-${sha256.slice(0, 8)}.pth`);
    }
    expect(() => pretrainedFile("resnet50-v1")).toThrow(/there are some for resnet18/);
  });

  test("from a server: other content is refused, without a server it says which file to put where", async () => {
    const cache = await mkdtemp(join(tmpdir(), "models-weights-"));
    const server = createServer((_, response) => response.end("not ImageNet")).listen(0);
    try {
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const published = pretrainedFile("resnet34", origin);
      await expect(fetchWeights(published, cache)).rejects.toThrow(
        /resnet34-b627a593\.pth has SHA-256 [0-9a-f]{64} instead of b627a593/,
      );
      await new Promise((done) => server.close(done));
      await expect(fetchWeights(published, cache)).rejects.toThrow(
        `put that file at ${join(cache, "resnet34-b627a593.pth")}; its SHA-256 must be ${published.sha256}`,
      );
    } finally {
      server.close();
      await rm(cache, { recursive: true, force: true });
    }
  });
});
