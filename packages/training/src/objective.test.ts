import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { isBetter } from "./monitor.ts";
import { LOSSES, lossOf, lossSchema } from "./objective.ts";

beforeAll(() => tf.setBackend("cpu"));

// Two pixels of class 0 and 1, a void one; probabilities 0.8 | 0.2, 0.4 | 0.6.
const logits = () => tf.tensor4d([0.8, 0.2, 0.4, 0.6, 0.9, 0.1].map(Math.log), [1, 1, 3, 2]);
const labels = () => tf.tensor3d([0, 1, 255], [1, 1, 3], "int32");
const WEIGHTS = [1, 3];

/** By hand; per class tp, fp, fn of class 0 are 0.8, 0.4, 0.2 and of class 1 0.6, 0.2, 0.4. */
const EXPECTED: Record<string, number> = {
  "cross-entropy": (-Math.log(0.8) - 3 * Math.log(0.6)) / 4,
  focal: (-(0.2 ** 2) * Math.log(0.8) - 3 * 0.4 ** 2 * Math.log(0.6)) / 2,
  dice: 1 - (1.6 / 2.2 + 1.2 / 1.8) / 2,
  tversky: 1 - (0.8 / (0.8 + 0.2 * 0.4 + 0.8 * 0.2) + 0.6 / (0.6 + 0.2 * 0.2 + 0.8 * 0.4)) / 2,
};

it.each(LOSSES)("%s is what it is by hand, void left out", (name) => {
  const options = name === "tversky" ? { alpha: 0.2, beta: 0.8 } : {};
  const loss = lossSchema.parse({ name, ...options });
  const value = (dice: number) =>
    lossOf(logits(), labels(), { weights: WEIGHTS, dice, loss }).dataSync()[0]!;
  expect(value(0)).toBeCloseTo(EXPECTED[name]!, 5);
  expect(value(2) - value(0)).toBeCloseTo(2 * EXPECTED.dice!, 5);
});

it("the best epoch is the one that the config monitors", () => {
  const one = { validationLoss: 0.4, meanIou: 0.5, accuracy: null };
  const other = { validationLoss: 0.5, meanIou: 0.6, accuracy: 0.1 };
  expect(isBetter("loss", one, other)).toBe(true);
  expect(isBetter("meanIou", one, other)).toBe(false);
  expect(isBetter("accuracy", one, other)).toBe(false);
  expect(isBetter("meanIou", one, one)).toBe(false);
});
