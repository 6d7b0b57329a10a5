import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import type { ModelConfig } from "../src/config.ts";
import { createModel, planModel } from "../src/create.ts";
import { partOf, stageOf } from "../src/parts.ts";
import { loadState, stateDict } from "../src/weights/state.ts";
import { BACKENDS, use } from "./backend.ts";
import { expectClose, image } from "./formula.ts";

const small: ModelConfig = {
  architecture: "dynamic-unet",
  encoder: "resnet18",
  depth: 2,
  classes: 3,
};

/** Loss of a model on an image: the mean square of its logits. */
const squares = (logits: tf.Tensor): tf.Scalar => tf.mean(tf.square(logits));

describe("counts equal fastai's", () => {
  // unet_learner(resnet34): learn.summary() tells 41,224,168 for the 32 classes of CamVid.
  test.each([
    [{ encoder: "resnet34", classes: 32 }, 41_224_168],
    [{ encoder: "resnet18", classes: 2 }, 31_113_008],
    [{ encoder: "resnet18", classes: 6 }, 31_113_408],
    [{ encoder: "resnet18", classes: 6, selfAttention: true }, 31_297_729],
    [{ encoder: "resnet34", classes: 6 }, 41_221_568],
    [{ encoder: "resnet34", classes: 6, selfAttention: true }, 41_405_889],
    [{ encoder: "resnet34", classes: 1, selfAttention: true }, 41_405_389],
    [{ encoder: "resnet50", classes: 6 }, 339_071_168],
    [{ encoder: "resnet50", classes: 6, selfAttention: true }, 342_020_289],
  ] as const)("%o: %i", (config, count) => {
    const { parameters } = planModel({ architecture: "dynamic-unet", ...config });
    expect(parameters.count).toBe(count);
    const mish = planModel({ architecture: "dynamic-unet", activation: "mish", ...config });
    expect(mish.parameters.count).toBe(count);
    expect(() => parameters.all()[0]!.variable).toThrow(/createModel/);
  });

  // smp.Unet("resnet34") and smp.Unet("resnet18"), one class.
  test.each([
    ["resnet34", 24_436_369],
    ["resnet18", 14_328_209],
  ])("smp.Unet(%s)", (encoder, count) => {
    const { parameters } = planModel({ architecture: "unet", encoder, classes: 1 });
    expect(parameters.count).toBe(count);
  });
});

const slow = { timeout: 120_000 };

describe("encoder x size: forward, one backward step, nothing left behind", slow, () => {
  test.each([
    ["resnet18", 5, 17, 17, {}],
    ["resnet18", 4, 33, 64, { selfAttention: true, lastCross: false }],
    ["resnet34", 3, 40, 23, { activation: "mish", blur: true, blurFinal: false }],
    ["resnet50", 3, 32, 32, { selfAttention: true, activation: "mish" }],
    ["resnet50-v1", 2, 21, 16, { blur: true }],
    ["resnet18", 4, 37, 50, { architecture: "unet" }],
    ["resnet18", 3, 26, 41, { architecture: "attention-crop-unet", activation: "mish" }],
  ] as const)("%s, depth %i, %i x %i, %o", async (encoder, depth, h, w, options) => {
    const left = await use("onnx");
    const model = createModel({ ...small, encoder, depth, ...options });
    const x = image("image", [2, h, w, 3]);
    const variables = model.parameters.trainable().map(({ variable }) => variable);
    const optimizer = tf.train.sgd(1e-3);
    const step = () => {
      const loss = optimizer.minimize(
        () => squares(model.forward(x, { training: true })),
        true,
        variables,
      )!;
      const value = loss.dataSync()[0]!;
      loss.dispose();
      return value;
    };
    const first = step();
    const between = left();
    const second = step();
    expect(left()).toBe(between);
    expect(second).toBeLessThan(first);
    const logits = model.forward(x);
    expect(logits.shape).toEqual([2, h, w, 3]);
    expect([...logits.dataSync()].every(Number.isFinite)).toBe(true);
    tf.dispose([logits, x]);
    optimizer.dispose();
    model.dispose();
    // tfjs' optimizer keeps its constant.
    expect(left()).toBeLessThanOrEqual(1);
  });
});

test("both backends give the same logits and gradients", slow, async () => {
  const results: { logits: ArrayLike<number>; gradients: ArrayLike<number>[] }[] = [];
  for (const backend of BACKENDS) {
    await use(backend);
    const model = createModel({ ...small, activation: "mish", seed: 5 });
    const x = image("image", [1, 8, 8, 3]);
    const logits = model.forward(x);
    const { value, grads } = tf.variableGrads(
      () => squares(model.forward(x, { training: true })),
      model.parameters.trainable().map(({ variable }) => variable),
    );
    results.push({
      logits: logits.dataSync(),
      gradients: Object.values(grads).map((gradient) => gradient.dataSync()),
    });
    tf.dispose([logits, x, value, grads]);
    model.dispose();
  }
  const [onnx, cpu] = results as [(typeof results)[0], (typeof results)[0]];
  expectClose(onnx.logits, cpu.logits);
  for (const [i, gradient] of onnx.gradients.entries())
    expectClose(gradient, cpu.gradients[i]!, 1e-3, `gradient ${i}`);
});

test("running statistics move in training and rest in use", async () => {
  const left = await use("onnx");
  const model = createModel(small);
  const x = image("image", [2, 24, 24, 3]);
  const statistics = () =>
    model.parameters
      .all()
      .filter(({ kind }) => kind === "buffer")
      .map(({ variable }) => [...variable.dataSync()]);
  const before = statistics();
  model.forward(x).dispose();
  expect(statistics()).toEqual(before);
  const [used, trained] = [model.forward(x), model.forward(x, { training: true })];
  expect(trained.dataSync()[0]).not.toBeCloseTo(used.dataSync()[0]!, 4);
  for (const [i, now] of statistics().entries()) expect(now).not.toEqual(before[i]);
  tf.dispose([used, trained, x]);
  model.dispose();
  expect(left()).toBe(0);
});

test("saved and loaded weights give the same model", async () => {
  const left = await use("onnx");
  const config = { ...small, depth: 4, selfAttention: true };
  const [first, second] = [
    createModel({ ...config, seed: 1 }),
    createModel({ ...config, seed: 2 }),
  ];
  const x = image("image", [1, 32, 32, 3]);
  first.forward(x, { training: true }).dispose();
  const before = second.forward(x);
  const state = await stateDict(first.parameters);
  expect(state.get("encoder.conv1.weight")!.shape).toEqual([64, 3, 7, 7]);
  const report = loadState(second.parameters, state);
  expect(report).toMatchObject({ missing: [], unexpected: [] });
  expect(report.loaded).toHaveLength(state.size);
  const [a, b] = [first.forward(x), second.forward(x)];
  expect([...b.dataSync()]).toEqual([...a.dataSync()]);
  expect([...before.dataSync()]).not.toEqual([...a.dataSync()]);
  tf.dispose([a, b, before, x]);
  for (const model of [first, second]) model.dispose();
  expect(left()).toBe(0);
});

test("the seed decides the first values", async () => {
  await use("onnx");
  const values = (seed: number) => {
    const { parameters } = createModel({ ...small, seed });
    const data = [...parameters.get("decoder.middle.0.weight")!.variable.dataSync()];
    parameters.dispose();
    return data;
  };
  const a = values(1);
  expect(values(1)).toEqual(a);
  expect(values(2)).not.toEqual(a);
  // N(0, 2 / fan in) of 3 x 3 x 64 inputs.
  const deviation = Math.sqrt(a.reduce((sum, v) => sum + v * v, 0) / a.length);
  expect(deviation).toBeCloseTo(Math.sqrt(2 / (9 * 64)), 3);
});

test("parts for freezing and discriminative rates", () => {
  const { parameters, encoder } = planModel({ ...small, depth: 3 });
  const all = parameters.all();
  expect([...new Set(all.map(partOf))]).toEqual(["encoder", "decoder", "head"]);
  const stages = all.map((parameter) => stageOf(parameter, encoder));
  expect([...new Set(stages)]).toEqual(["stem", "layer1", "layer2", null]);
});

test("the attention-crop network is two DynamicUnets and what joins them", () => {
  const count = (architecture: string) =>
    planModel({ ...small, encoder: "resnet34", depth: 5, architecture }).parameters.count;
  const [fusion, head] = [9 * 2 * 99 * 99 + 99, 99 * 3 + 3];
  expect(count("attention-crop-unet")).toBe(2 * (count("dynamic-unet") - head) + fusion + head);
});

describe("errors name what to change", () => {
  const plan = (more: object) => () => planModel({ ...small, ...more });
  test.each([
    [{ architecture: "unet++" }, /No architecture "unet\+\+".*dynamic-unet/],
    [{ encoder: "vgg" }, /No encoder "vgg".*vgg16/],
    [{ classes: 0 }, /classes must be a whole number/],
    [{ activation: "gelu" }, /activation must be one of relu, mish/],
    [{ selfAttention: 1 }, /selfAttention must be true or false/],
    [{ attention: true }, /No option "attention".*selfAttention/],
    [{ seed: 0.5 }, /seed must be/],
    [{ heatThreshold: 2 }, /heatThreshold must be in 0..1/],
  ])("%o", (more, message) => {
    expect(plan(more)).toThrow(message);
  });

  test("inputs", async () => {
    await use("onnx");
    const model = createModel(small);
    tf.tidy(() => {
      expect(() => model.forward(image("x", [1, 32, 32, 1]))).toThrow(/inChannels: 1/);
      expect(() => model.forward(tf.zeros([32, 32, 3]) as tf.Tensor as tf.Tensor4D)).toThrow(
        /Stack them to a batch/,
      );
      expect(() => model.forward(image("x", [1, 2, 40, 3]))).toThrow(/40x2 .* 3 pixels or more/);
    });
    model.dispose();
  });
});
