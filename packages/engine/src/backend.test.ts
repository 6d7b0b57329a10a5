import * as tf from "@tensorflow/tfjs-core";
import { beforeEach, describe, expect, test } from "vitest";
import { EngineError, engineStats, onFallback } from "./index.ts";
import { expectClose, numbers } from "./testing/compare.ts";

beforeEach(async () => {
  await tf.setBackend("onnx");
});

describe("errors", () => {
  test("name the op that the user called, and spare what does not depend on it", () => {
    const x = numbers([3, 2]);
    const bad = tf.add(tf.gather(x, tf.tensor1d([7], "int32")), 1);
    const good = tf.mul(x, 2);
    expect(() => bad.dataSync()).toThrow(EngineError);
    expect(() => bad.dataSync()).toThrow(/tf\.gather.*kernel GatherV2.*float32\[3,2\], int32\[1\]/);
    expectClose([...good.dataSync()], [...tf.mul(x, 2).dataSync()]);
    expect(() => tf.add(bad, 1)).toThrow(/GatherV2/);
  });
});

test("a step that fails after it gave memory away takes its results with it", () => {
  const w = tf.tidy(() => tf.variable(numbers([64], 1)));
  const step = (index: number): tf.Tensor =>
    tf.tidy(() => {
      w.assign(tf.add(tf.mul(w, 0.5), tf.mul(w.shape[0]!, 0.01)));
      return tf.gather(numbers([3]), tf.tensor1d([index, 0], "int32"));
    });
  step(0).dataSync();
  const bad = step(7);
  expect(() => bad.dataSync()).toThrow(/tf\.gather/);
  // Never a wrong number: the variable either has its right value or throws.
  let values: ArrayLike<number> | null = null;
  try {
    values = w.dataSync();
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
  }
  const expected = [...tf.tidy(() => numbers([64], 1).dataSync())].map(
    (v) => (v * 0.5 + 0.64) * 0.5 + 0.64,
  );
  if (values) expectClose(values, expected);
  tf.dispose([w, bad]);
});

test("a fallback to the cpu backend is said once", () => {
  const said: string[] = [];
  onFallback((kernel) => said.push(kernel));
  for (let i = 0; i < 3; i++) tf.tidy(() => tf.atan2(numbers([3]), numbers([3], 2)).dataSync());
  expect(said.filter((kernel) => kernel === "Atan2").length).toBeLessThanOrEqual(1);
  for (let i = 0; i < 3; i++) tf.tidy(() => tf.topk(numbers([9]), 2).values.dataSync());
  expect(said.filter((kernel) => kernel === "TopK")).toEqual(["TopK"]);
  onFallback(() => {});
});

test("what a read returned belongs to the reader", () => {
  const x = tf.mul(numbers([5]), 1);
  const first = x.dataSync();
  const copy = [...first];
  first.fill(0);
  expect([...x.dataSync()]).toEqual(copy);
  const source = Float32Array.of(1, 2, 3);
  const y = tf.add(tf.tensor1d(source), 1);
  source.fill(9);
  expect([...y.dataSync()]).toEqual([2, 3, 4]);
});

test("tensors move between backends", async () => {
  await tf.setBackend("cpu");
  const x = tf.reshape(numbers([2, 6]), [3, 4]);
  const expected = [...tf.relu(x).dataSync()];
  await tf.setBackend("onnx");
  const y = tf.relu(x);
  expectClose([...y.dataSync()], expected);
  await tf.setBackend("cpu");
  expectClose(
    [...tf.add(y, 1).dataSync()],
    expected.map((v) => v + 1),
  );
});

test("weights are turned into their layout once, and read back as they were written", () => {
  const w = tf.tidy(() => tf.variable(numbers([3, 3, 2, 5], 1)));
  const written = [...w.dataSync()];
  const x = numbers([1, 6, 6, 2], 2) as tf.Tensor4D;
  const pass = () => tf.tidy(() => tf.sum(tf.conv2d(x, w as never, 1, "same")));
  const first = pass().dataSync()[0]!;
  const { compiles } = engineStats();
  expect(pass().dataSync()[0]).toBe(first);
  expect(engineStats().compiles).toBe(compiles);
  expect([...w.dataSync()]).toEqual(written);
  tf.dispose([x, w]);
});
