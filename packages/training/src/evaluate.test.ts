import { registerOnnxBackend } from "@maskboard/engine";
import type { Model } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import type { Batch, Loader } from "./data/loader.ts";
import { forward, validate } from "./evaluate.ts";

beforeAll(async () => {
  registerOnnxBackend({ threads: 1 });
  await tf.setBackend("onnx");
});

/** Logits 2 r, 2 g, 2 b + x of each pixel, x its column: what is mirrored differs. */
const model = {
  config: { classes: 3 },
  forward: (x: tf.Tensor4D) =>
    tf.tidy(() => {
      const column = tf.reshape(tf.range(0, x.shape[2]), [1, 1, -1, 1]);
      return tf.add(tf.mul(x, 2), tf.mul(column, tf.tensor1d([0, 0, 1])));
    }),
} as unknown as Model;

it("averages probabilities of the image and of its mirror image, turned back", () => {
  const left = tf.memory().numTensors;
  const x = tf.tensor4d([1, 0, 0, 0, 1, 0], [1, 1, 2, 3]);
  const [plain, both] = [forward(model, x, false), forward(model, x, true)];
  // torch.softmax of [2, 0, 0], [0, 2, 1] and of [2, 0, 1], [0, 2, 0], averaged by pixel
  const expected = [0.72611, 0.09827, 0.17562, 0.09827, 0.72611, 0.17562];
  for (const [i, value] of both.dataSync().entries()) expect(value).toBeCloseTo(expected[i]!, 4);
  expect([...plain.dataSync()]).toEqual([2, 0, 0, 0, 2, 1]);
  tf.dispose([x, plain, both]);
  expect(tf.memory().numTensors).toBe(left);
});

it("leaves void out of loss, mean IoU and accuracy", async () => {
  const images = Float32Array.from([9, 0, 0, 9, 0, 0, 0, 9, 0, 0, 9, 0]);
  const batch: Batch = {
    ...{ shape: [1, 1, 4, 3], images, count: 1 },
    labels: Uint8Array.from([0, 1, 1, 255]),
  };
  const loader = {
    async *batches() {
      yield batch;
    },
  } as unknown as Loader;
  const items = [{ image: "a.png", mask: "a.png" }];
  const options = { batch: 1, objective: { weights: [1, 1, 1], dice: 0 }, augment: false };
  const { loss, meanIou, accuracy } = await validate(model, loader, items, options);
  // Predicted 0, 0, 1 (and 1 where it is void): IoU 1/2 of either class that is there.
  expect(meanIou).toBeCloseTo(0.5, 6);
  expect(accuracy).toBeCloseTo(2 / 3, 6);
  const withDice = { ...options, objective: { weights: [1, 1, 1], dice: 2 } };
  const { loss: more } = await validate(model, loader, items, withDice);
  // Dice loss: 1 - 2 / 3 of either class, whose predictions are all but certain.
  expect(more - loss).toBeCloseTo(2 / 3, 4);
  // One pixel is wrong by 18, two are right by as much.
  expect(loss).toBeCloseTo(6, 4);
});
