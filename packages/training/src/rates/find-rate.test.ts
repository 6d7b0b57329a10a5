import { registerOnnxBackend } from "@maskboard/engine";
import { createModel, stateDict } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import type { Batch } from "../data/loader.ts";
import { findRate } from "./find-rate.ts";

beforeAll(async () => {
  registerOnnxBackend({ threads: 2 });
  await tf.setBackend("onnx");
});

const SIDE = 24;

/** The same two images over and over: left dark, right bright. */
async function* batches(): AsyncGenerator<Batch> {
  const labels = Uint8Array.from({ length: 2 * SIDE * SIDE }, (_, i) => (i % SIDE < 12 ? 0 : 1));
  const images = Float32Array.from({ length: 3 * labels.length }, (_, i) =>
    labels[Math.floor(i / 3)] === 0 ? -1 : 1,
  );
  for (;;) yield { shape: [2, SIDE, SIDE, 3], images, labels, count: 2 };
}

it("stops once the loss is 4 x its best, and leaves the model as it was", async () => {
  const config = { architecture: "dynamic-unet", encoder: "resnet18", depth: 2, lastCross: false };
  const model = createModel({ ...config, classes: 2 });
  const [before, tensors] = [await stateDict(model.parameters), tf.memory().numTensors];
  const steps = 40;
  const found = await findRate(model, batches(), {
    ...{ from: 1e-5, to: 1e3, steps },
    objective: { weights: [1, 1], dice: 0 },
  });
  const { rates, losses, suggestions } = found!;
  expect(rates.length).toBeLessThan(steps);
  for (const [i, rate] of rates.entries()) expect(rate).toBeCloseTo(1e-5 * 1e8 ** (i / steps), 8);
  const over = losses.map((loss, i) => loss > 4 * Math.min(...losses.slice(0, i)));
  expect(over.indexOf(true)).toBeOneOf([-1, losses.length - 1]);
  expect(rates).toContain(suggestions.steepest);
  expect(tf.memory().numTensors).toBe(tensors);
  const after = await stateDict(model.parameters);
  for (const [name, { data }] of before) expect(after.get(name)!.data, name).toEqual(data);
  model.dispose();
});
