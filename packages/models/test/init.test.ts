import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { activation } from "../src/layers/activation.ts";
import { shuffleUp } from "../src/layers/shuffle.ts";
import { fromTorch, type Layout, torchShape, toTorch } from "../src/parameters/layout.ts";
import { Parameters } from "../src/parameters/store.ts";
import { normal, seeded, uniform } from "../src/random.ts";
import { use } from "./backend.ts";
import { image } from "./formula.ts";

test("ICNR: at first a pixel shuffle is a nearest-neighbour resize", async () => {
  const left = await use("onnx");
  const parameters = new Parameters({ seed: 3 });
  const options = { from: 6, to: 5, activation: activation("mish"), blur: false };
  const up = shuffleUp({ parameters, prefix: "" }, options);
  tf.tidy(() => {
    const x = image("x", [2, 3, 4, 6]);
    const y = up(x);
    const few = tf.slice(y, [0, 0, 0, 0], [2, 6, 8, 5]);
    const corners = tf.stridedSlice(few, [0, 0, 0, 0], [2, 6, 8, 5], [1, 2, 2, 1]) as tf.Tensor4D;
    const resized = tf.image.resizeNearestNeighbor(corners, [6, 8]);
    expect([...y.dataSync()]).toEqual([...resized.dataSync()]);
    expect(new Set(y.dataSync()).size).toBe(y.size / 4);
  });
  parameters.dispose();
  expect(left()).toBe(0);
});

describe("random numbers", () => {
  const moments = (values: Float32Array) => {
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const power = (k: number) =>
      values.reduce((sum, v) => sum + (v - mean) ** k, 0) / values.length;
    return { mean, variance: power(2), kurtosis: power(4) / power(2) ** 2 };
  };
  test("normal", () => {
    const { mean, variance, kurtosis } = moments(normal(seeded(1), 200_001, 2));
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(variance).toBeCloseTo(4, 1);
    expect(kurtosis).toBeCloseTo(3, 1);
  });
  test("uniform", () => {
    const { mean, variance } = moments(uniform(seeded(2), 100_000, 3));
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(variance).toBeCloseTo(3, 1);
  });
});

test.each([
  ["conv", [2, 3, 4, 5]],
  ["depthwise", [2, 3, 4, 1]],
  ["conv1d", [4, 5]],
  ["linear", [4, 5]],
  ["plain", [5]],
] as [Layout, number[]][])("layout %s goes to PyTorch and back", (layout, shape) => {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i);
  const there = toTorch(values, shape, layout);
  expect([...fromTorch(there, shape, layout)]).toEqual([...values]);
  if (layout !== "conv") return;
  expect(torchShape(shape, layout)).toEqual([5, 4, 2, 3]);
  // Element [o, i, y, x] there is [y, x, i, o] here.
  expect(there[((4 * 4 + 2) * 2 + 1) * 3 + 2]).toBe(((1 * 3 + 2) * 4 + 2) * 5 + 4);
});
