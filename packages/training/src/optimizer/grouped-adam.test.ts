import { registerOnnxBackend } from "@maskboard/engine";
import { createModel } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { Accumulator } from "./accumulator.ts";
import { GroupedAdam } from "./grouped-adam.ts";
import { evenMults, parameterGroups, whileFrozen } from "./groups.ts";

beforeAll(async () => {
  registerOnnxBackend({ threads: 2 });
  await tf.setBackend("onnx");
});

const ADAM = { beta1: 0.9, beta2: 0.99, epsilon: 1e-5, weightDecay: 0.1 };

it("evenMults equals fastai's even_mults", () => {
  expect(evenMults(0.01, 1, 3)[1]).toBeCloseTo(0.1, 12);
  expect(evenMults(2, 8, 1)).toEqual([8]);
});

it("cuts a U-Net into three parts with all parameters once, the encoder's norms apart", () => {
  const model = createModel({ architecture: "dynamic-unet", encoder: "resnet18", classes: 2 });
  const groups = parameterGroups(model, 100);
  expect(groups.map(({ factor }) => Number(factor.toFixed(6)))).toEqual([0.01, 0.01, 0.1, 0.1, 1]);
  const norms = groups.filter((one) => one.norms).flatMap(({ parameters }) => parameters);
  expect(norms).toHaveLength(40);
  expect(norms.every(({ kind, name }) => kind === "norm" && /^encoder/.test(name))).toBe(true);
  expect(groups.map(whileFrozen)).toEqual([false, true, false, true, true]);
  const names = groups.flatMap(({ parameters }) => parameters.map(({ name }) => name));
  expect(names.sort()).toEqual(
    model.parameters
      .trainable()
      .map(({ name }) => name)
      .sort(),
  );
  expect(groups[0]!.parameters.some(({ name }) => name.startsWith("encoder.conv1"))).toBe(true);
  expect(groups[2]!.parameters.every(({ name }) => name.startsWith("encoder.layer"))).toBe(true);
  model.dispose();
});

/** Parameters of one value each in one group. */
function group(values: Record<string, "weight" | "bias">) {
  const parameters = Object.entries(values).map(([name, kind]) => ({
    ...{ name, kind, shape: [1], layout: "plain" as const },
    variable: tf.tidy(() => tf.variable(tf.tensor1d([1]))),
  }));
  return { name: "decoder" as const, norms: false, parameters, factor: 0.5 };
}

it("follows torch.optim.AdamW on weights, Adam on biases", async () => {
  const own = group({ weight: "weight", bias: "bias" });
  const optimizer = new GroupedAdam([own], ADAM);
  for (const gradient of [0.5, -0.2, 0.1]) {
    const gradients = Object.fromEntries(
      own.parameters.map(({ variable }) => [variable.name, tf.tensor1d([gradient])]),
    );
    optimizer.apply(gradients, 0.02);
    tf.dispose(gradients);
  }
  // By hand: p -= rate (decay p + m' / (sqrt(v') + eps)) with rate 0.01
  const byHand = (decay: number): number => {
    let [p, m, v] = [1, 0, 0];
    for (const [i, g] of [0.5, -0.2, 0.1].entries()) {
      p *= 1 - 0.01 * decay;
      m = 0.9 * m + 0.1 * g;
      v = 0.99 * v + 0.01 * g * g;
      p -= (0.01 * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.99 ** (i + 1))) + 1e-5);
    }
    return p;
  };
  const [weight, bias] = own.parameters.map(({ variable }) => variable.dataSync()[0]!);
  expect(weight).toBeCloseTo(byHand(0.1), 5);
  expect(bias).toBeCloseTo(byHand(0), 5);
  tf.dispose(own.parameters.map(({ variable }) => variable));
  optimizer.dispose();
});

it("takes a momentum for each update, as torch.optim.Adam with betas set between steps", () => {
  const own = group({ bias: "bias" });
  const optimizer = new GroupedAdam([own], ADAM);
  const [{ variable }] = own.parameters as [(typeof own.parameters)[0]];
  const steps = [
    [0.5, 0.95],
    [-0.2, 0.85],
    [0.1, 0.9],
  ] as const;
  for (const [gradient, momentum] of steps) {
    const gradients = { [variable.name]: tf.tensor1d([gradient]) };
    optimizer.apply(gradients, 0.02, { momentum });
    tf.dispose(gradients);
  }
  // What PyTorch 1.13 gives with lr=0.01, eps=1e-5 and betas of (momentum, 0.99).
  expect(variable.dataSync()[0]).toBeCloseTo(0.9905807, 6);
  variable.dispose();
  optimizer.dispose();
});

it("accumulates the mean over items, not over passes", () => {
  const left = tf.memory().numTensors;
  const accumulator = new Accumulator(8);
  const add = (value: number, count: number) => accumulator.add({ x: tf.tensor1d([value]) }, count);
  expect([add(1, 4), add(5, 4)]).toEqual([false, true]);
  expect(accumulator.sums.x!.dataSync()[0]).toBeCloseTo(3, 6);
  accumulator.reset();
  expect([add(2, 6), add(2, 6)]).toEqual([false, true]);
  expect(accumulator.sums.x!.dataSync()[0]).toBeCloseTo(3, 6);
  accumulator.dispose();
  expect(tf.memory().numTensors).toBe(left);
});
