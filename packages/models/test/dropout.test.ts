import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { type Dropped, dropout } from "../src/layers/dropout.ts";
import { use } from "./backend.ts";

const SHAPE = [40, 5, 4, 30] as const;

/** Values of a dropped tensor of ones. */
function dropped(what: Dropped, seed = 1, name = "a", rate = 0.3): Float32Array {
  return tf.tidy(() => {
    const layer = dropout(name, rate, what);
    return layer(tf.ones([...SHAPE]), { training: true, dropout: seed }).dataSync() as Float32Array;
  });
}

test.each<[Dropped, number]>([
  ["values", 24_000],
  ["channels", 1_200],
  ["image", 40],
])(
  "of %s: the share is zero, the rest grows, together what belongs together",
  async (what, draws) => {
    const left = await use("onnx");
    const values = dropped(what);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
    const zeros = values.filter((value) => value === 0).length / values.length;
    // Four deviations of so many draws.
    expect(Math.abs(zeros - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / draws));
    const pixels = SHAPE[1] * SHAPE[2];
    const [width, size] = [SHAPE[3], pixels * SHAPE[3]];
    if (what !== "values")
      for (const [i, value] of values.entries()) {
        const image = Math.floor(i / size);
        const first: number = image * size + (what === "channels" ? i % width : 0);
        if (value !== values[first]!) expect.fail(`value ${i} is not as value ${first}`);
      }
    expect(left()).toBe(0);
  },
);

test("seed and name decide what is dropped", async () => {
  await use("onnx");
  const first = dropped("values");
  expect(dropped("values")).toEqual(first);
  expect(dropped("values", 2)).not.toEqual(first);
  expect(dropped("values", 1, "b")).not.toEqual(first);
});

test("nothing is dropped in use, and without a seed", async () => {
  await use("onnx");
  const layer = dropout("a", 0.5, "values");
  tf.tidy(() => {
    const x = tf.ones([2, 3]);
    expect(layer(x, { training: false, dropout: 1 })).toBe(x);
    expect(layer(x, { training: true })).toBe(x);
  });
});
