import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { registerOnnxBackend } from "../register.ts";

registerOnnxBackend({ threads: 1 });

type Result = tf.Tensor | tf.Tensor[] | Record<string, tf.Tensor>;

interface Read {
  shape: number[];
  dtype: string;
  values: number[];
}

async function run(backend: string, make: () => Result): Promise<Read[]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const result = tf.tidy(() => make() as tf.TensorContainer) as Result;
  const list = result instanceof tf.Tensor ? [result] : Object.values(result);
  const read = list.map((t) => ({
    shape: t.shape,
    dtype: t.dtype,
    values: [...t.dataSync()] as number[],
  }));
  tf.dispose(list);
  expect(tf.memory().numTensors, `tensors left behind on ${backend}`).toBe(before);
  return read;
}

/** Expects the same shapes, types and values (to `tolerance`, absolute and relative) on both backends. */
export async function expectSame(make: () => Result, tolerance = 1e-4): Promise<void> {
  const expected = await run("cpu", make);
  const actual = await run("onnx", make);
  expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    expected.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  for (const [i, { values }] of actual.entries())
    expectClose(values, expected[i]!.values, tolerance);
}

/** Expects equal numbers to `tolerance`, absolute below one and relative above. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-4,
): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i]!, expected[i]!];
    if (Object.is(a, e) || a === e) continue;
    const far = Math.abs(a - e) / Math.max(1, Math.abs(e));
    if (!(far <= tolerance))
      expect.fail(`element ${i} is ${a}, expected ${e} (of ${expected.length})`);
  }
}

/** Repeatable numbers around zero, none of them exactly there. */
export function numbers(shape: number[], seed = 1, scale = 1): tf.Tensor {
  let state = seed * 2654435761;
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state / 2 ** 32) * 2 - 1) * scale;
  });
  return tf.tensor(values, shape);
}
