import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { beforeEach, describe, expect, test } from "vitest";
import { engineStats, flush, onnxBackend } from "./index.ts";
import { expectClose, numbers } from "./testing/compare.ts";

beforeEach(async () => {
  await tf.setBackend("onnx");
});

const optimizers: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.05, 0.9, true),
  adam: () => tf.train.adam(0.02),
  adamax: () => tf.train.adamax(0.02),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(0.5),
  rmsprop: () => tf.train.rmsprop(0.01, 0.9, 0.5, undefined, true),
};

/** A small convolutional network on variables, trained for some steps; returns the losses. */
async function train(
  backend: string,
  optimizer: tf.Optimizer,
  steps: number,
  each?: (step: number) => void,
) {
  await tf.setBackend(backend);
  const variable = (shape: number[], seed: number) =>
    tf.tidy(() => tf.variable(numbers(shape, seed, 0.5)));
  const variables = { a: variable([3, 3, 3, 4], 1), b: variable([4], 2), c: variable([4, 2], 3) };
  const losses: number[] = [];
  const x = numbers([4, 6, 6, 3], 4) as tf.Tensor4D;
  const y = numbers([4, 2], 5);
  for (let step = 0; step < steps; step++) {
    const loss = optimizer.minimize(
      () => {
        const h = tf.relu(tf.add(tf.conv2d(x, variables.a as tf.Tensor4D, 2, "same"), variables.b));
        const out = tf.matMul(tf.mean(h, [1, 2]) as tf.Tensor2D, variables.c as tf.Tensor2D);
        return tf.losses.meanSquaredError(y, out) as tf.Scalar;
      },
      true,
      Object.values(variables),
    )!;
    losses.push((await loss.data())[0]!);
    loss.dispose();
    each?.(step);
  }
  tf.dispose([x, y, ...Object.values(variables)]);
  optimizer.dispose();
  return losses;
}

describe("stock optimizers", () => {
  test.each(Object.entries(optimizers))(
    "%s follows the cpu backend and leaks nothing",
    async (_, make) => {
      // Momentum's own constant is never disposed by tfjs-core: what counts is that we add nothing.
      const counted = async (backend: string): Promise<{ losses: number[]; left: number[] }> => {
        await tf.setBackend(backend);
        const before = tf.memory();
        const losses = await train(backend, make(), 6);
        const after = tf.memory();
        const left = [
          after.numTensors - before.numTensors,
          after.numDataBuffers - before.numDataBuffers,
        ];
        return { losses, left };
      };
      const expected = await counted("cpu");
      const actual = await counted("onnx");
      expectClose(actual.losses, expected.losses);
      expect(actual.left).toEqual(expected.left);
    },
  );
});

test("50 steps with a changing learning rate need few graphs", async () => {
  const optimizer = tf.train.adam(0.01);
  const compiles: number[] = [];
  const start = engineStats().compiles;
  await train("onnx", optimizer, 50, (step) => {
    (optimizer as unknown as { learningRate: number }).learningRate = 0.01 / (step + 2);
    compiles.push(engineStats().compiles - start);
  });
  expect(compiles.at(-1)).toBeLessThanOrEqual(8);
  // Settled: nothing is compiled after the first steps.
  expect(compiles[5]).toBe(compiles.at(-1));
});

function makeModel(): tfl.LayersModel {
  const seed = (n: number) => tfl.initializers.glorotUniform({ seed: n });
  return tfl.sequential({
    layers: [
      tfl.layers.conv2d({
        inputShape: [8, 8, 3],
        filters: 4,
        kernelSize: 3,
        activation: "relu",
        kernelInitializer: seed(1),
      }),
      tfl.layers.batchNormalization(),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 3, activation: "softmax", kernelInitializer: seed(2) }),
    ],
  });
}

async function fit(
  backend: string,
): Promise<{ history: number[]; predicted: number[]; leaked: number }> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const model = makeModel();
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  const x = numbers([12, 8, 8, 3], 1);
  const labels = tf.tensor1d(
    Array.from({ length: 12 }, (_, i) => i % 3),
    "int32",
  );
  const y = tf.oneHot(labels, 3);
  const { history } = await model.fit(x, y, {
    epochs: 4,
    batchSize: 4,
    shuffle: false,
    verbose: 0,
  });
  const out = model.predict(x, { batchSize: 4 }) as tf.Tensor;
  const predicted = [...out.dataSync()];
  const evaluated = model.evaluate(x, y, { batchSize: 4 }) as tf.Scalar[];
  tf.dispose([x, y, labels, out, ...evaluated]);
  (model as unknown as { optimizer_: tf.Optimizer }).optimizer_.dispose();
  model.dispose();
  return { history: history.loss as number[], predicted, leaked: tf.memory().numTensors - before };
}

test("model.fit, predict and evaluate follow the cpu backend", async () => {
  const expected = await fit("cpu");
  const actual = await fit("onnx");
  expectClose(actual.history, expected.history);
  expectClose(actual.predicted, expected.predicted, 1e-3);
  expect(actual.leaked).toBe(expected.leaked);
});

test("a second epoch compiles nothing", async () => {
  const model = makeModel();
  model.compile({ optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy" });
  const x = numbers([12, 8, 8, 3], 1);
  const y = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: 12 }, (_, i) => i % 3),
      "int32",
    ),
    3,
  );
  const run = (epochs: number) =>
    model.fit(x, y, { epochs, batchSize: 4, shuffle: false, verbose: 0 });
  await run(4);
  const { compiles } = engineStats();
  await run(3);
  expect(engineStats().compiles - compiles).toBeLessThanOrEqual(1);
});

test("gradients accumulated over batches equal those of the whole", async () => {
  const w = tf.variable(numbers([5, 3], 1), true, "accumulated");
  const x = numbers([8, 5], 2) as tf.Tensor2D;
  const loss = (rows: tf.Tensor2D) =>
    tf.sum(tf.square(tf.matMul(rows, w as never as tf.Tensor2D))) as tf.Scalar;
  const whole = tf.tidy(() => [
    ...tf.variableGrads(() => loss(x), [w]).grads.accumulated!.dataSync(),
  ]);
  let sum = tf.zeros([5, 3]) as tf.Tensor;
  for (let i = 0; i < 4; i++) {
    const next = tf.tidy(() => {
      const { grads } = tf.variableGrads(() => loss(tf.slice(x, [i * 2, 0], [2, 5])), [w]);
      return tf.add(sum, grads.accumulated!);
    });
    sum.dispose();
    sum = next;
  }
  expectClose([...sum.dataSync()], whole);
  tf.dispose([w, x, sum]);
});

test("two models live side by side", async () => {
  const [a, b] = [makeModel(), makeModel()];
  const x = numbers([2, 8, 8, 3], 1);
  const before = [...(a.predict(x) as tf.Tensor).dataSync()];
  expectClose([...(b.predict(x) as tf.Tensor).dataSync()], before);
  b.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
  await b.fit(x, tf.zeros([2, 3]), { epochs: 2, verbose: 0 });
  expectClose([...(a.predict(x) as tf.Tensor).dataSync()], before);
  expect([...(b.predict(x) as tf.Tensor).dataSync()]).not.toEqual(before);
});

test("prediction over many batches is cut into graphs that repeat", async () => {
  const filters = [
    numbers([3, 3, 3, 8], 1),
    ...Array.from({ length: 11 }, (_, i) => numbers([3, 3, 8, 8], i + 2)),
  ];
  const forward = (x: tf.Tensor): tf.Tensor =>
    filters.reduce(
      (h, w) =>
        tf.relu(
          tf.add(
            tf.mul(tf.conv2d(h as tf.Tensor4D, w as tf.Tensor4D, 1, "same"), 0.5),
            h.shape[3] === 8 ? tf.mul(tf.tanh(tf.neg(h)), 0.1) : 0,
          ),
        ),
      x,
    );
  const images = Array.from({ length: 12 }, (_, i) => numbers([1, 6, 6, 3], 20 + i));
  const start = engineStats();
  const outputs = images.map((x) => tf.tidy(() => forward(x)));
  const last = [...outputs.at(-1)!.dataSync()];
  const end = engineStats();
  expect(end.flushes - start.flushes).toBe(12);
  expect(end.compiles - start.compiles).toBeLessThanOrEqual(2);
  await tf.setBackend("cpu");
  expectClose(last, [...tf.tidy(() => forward(numbers([1, 6, 6, 3], 31))).dataSync()], 1e-3);
  tf.dispose([...filters, ...images, ...outputs]);
});

test("compiled graphs are kept up to a limit", () => {
  const { programs } = onnxBackend().recorder;
  const capacity = programs.capacity;
  programs.capacity = 3;
  for (let n = 2; n < 9; n++) tf.tidy(() => tf.sqrt(tf.abs(numbers([n, 7]))).dataSync());
  expect(engineStats().sessions).toBe(3);
  const { compiles } = engineStats();
  tf.tidy(() => tf.sqrt(tf.abs(numbers([8, 7]))).dataSync());
  expect(engineStats().compiles).toBe(compiles);
  programs.capacity = capacity;
});

test("1,000 steps hold memory flat", async () => {
  const optimizer = tf.train.adam(0.01);
  const w = tf.variable(numbers([64, 64], 1));
  const step = (): void =>
    tf.tidy(() => {
      optimizer.minimize(
        () =>
          tf.mean(
            tf.square(tf.matMul(numbers([16, 64], 2) as tf.Tensor2D, w as never)),
          ) as tf.Scalar,
        false,
        [w],
      );
    });
  for (let i = 0; i < 20; i++) step();
  flush();
  const before = { ...tf.memory(), ...engineStats() };
  for (let i = 0; i < 1000; i++) step();
  flush();
  const after = { ...tf.memory(), ...engineStats() };
  expect(after.numTensors).toBe(before.numTensors);
  expect(after.numBytes).toBe(before.numBytes);
  expect(after.compiles).toBe(before.compiles);
  expect(after.sessions).toBe(before.sessions);
  expect(after.freeBytes).toBeLessThanOrEqual(before.freeBytes * 2);
  expect(after.pending).toBe(0);
  w.dispose();
  optimizer.dispose();
});
