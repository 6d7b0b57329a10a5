import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { torchShape } from "../src/parameters/layout.ts";
import type { Parameters } from "../src/parameters/store.ts";
import type { NamedArray } from "../src/weights/array.ts";
import { loadState } from "../src/weights/state.ts";

/**
 * Numbers in [-1, 1) that the PyTorch side of the fixtures makes by the same formula, so that no
 * weights need to be stored: the linear congruential generator of Numerical Recipes, started with
 * the FNV-1a hash of a name.
 */
export function formula(name: string, size: number): Float64Array {
  let state = 2166136261;
  for (const char of name) state = Math.imul(state ^ char.charCodeAt(0), 16777619) >>> 0;
  const numbers = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    numbers[i] = (state / 2 ** 32) * 2 - 1;
  }
  return numbers;
}

/** A tensor [n, h, w, c] of the formula's numbers. */
export function image(name: string, shape: number[]): tf.Tensor4D {
  const values = Float32Array.from(formula(name, tf.util.sizeFromShape(shape)));
  return tf.tensor4d(values, shape as [number, number, number, number]);
}

function values(name: string, shape: number[]): NamedArray {
  const numbers = formula(name, tf.util.sizeFromShape(shape));
  const last = name.split(".").at(-1);
  const at = (f: (u: number) => number): NamedArray => ({ shape, data: numbers.map(f) });
  if (shape.length > 1) {
    const scale = Math.sqrt(6 / tf.util.sizeFromShape(shape.slice(1)));
    return at((u) => u * scale);
  }
  if (last === "weight") return at((u) => 1 + 0.2 * u);
  if (last === "running_var") return at((u) => 1 + 0.5 * u);
  if (last === "gamma") return at(() => 0.7);
  if (last === "weight_u" || last === "weight_v") {
    const length = Math.sqrt(numbers.reduce((sum, u) => sum + u * u, 0));
    return at((u) => u / length);
  }
  return at((u) => 0.1 * u);
}

/** Gives every parameter the formula's values, in PyTorch's layout and by its name. */
export function fill(parameters: Parameters): void {
  const list = parameters.all().map(({ name, shape, layout }) => {
    return [name, values(name, torchShape(shape, layout))] as const;
  });
  loadState(parameters, list);
}

export interface Sampled {
  shape: number[];
  mean: number;
  std: number;
  samples: number[];
}

const GOLDEN = 0.6180339887498949;
/** The elements that the fixtures keep of `size`. */
const places = (size: number, count: number): number[] =>
  Array.from({ length: Math.min(count, size) }, (_, i) =>
    Math.floor((((i + 1) * GOLDEN) % 1) * size),
  );

/** Expects numbers within `tolerance` times the largest magnitude that belongs there. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-4,
  what = "value",
): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1e-6, ...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++)
    if (!(Math.abs(actual[i]! - expected[i]!) <= tolerance * scale))
      expect.fail(`${what} ${i} is ${actual[i]}, expected ${expected[i]} (scale ${scale})`);
}

/** Expects a tensor to be the one that a fixture describes. */
export function expectTensor(
  tensor: tf.Tensor,
  expected: Sampled,
  tolerance = 1e-4,
  what = "sample",
): void {
  expect(tensor.shape).toEqual(expected.shape);
  const data = tensor.dataSync() as Float32Array;
  const mean = data.reduce((sum, v) => sum + v, 0) / data.length;
  const std = Math.sqrt(data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / data.length);
  const picked = places(data.length, expected.samples.length).map((i) => data[i]!);
  expectClose(picked, expected.samples, tolerance, what);
  const spread = Math.max(Math.abs(expected.mean), expected.std, 1e-6);
  expectClose(
    [mean / spread, std / spread],
    [expected.mean / spread, expected.std / spread],
    tolerance,
    `${what}: mean, std`,
  );
}

/** Expects a parameter's values, given in our layout, to be those of PyTorch. */
export function expectParameter(
  data: ArrayLike<number>,
  expected: { norm?: number; samples: number[] },
  tolerance = 1e-4,
  what = "parameter",
): void {
  const norm = Math.sqrt(Array.from(data).reduce((sum, v) => sum + v * v, 0));
  if (expected.norm !== undefined) expectClose([norm], [expected.norm], tolerance, `${what}: norm`);
  const rms = norm / Math.sqrt(data.length);
  for (const [k, i] of places(data.length, expected.samples.length).entries())
    if (
      !(
        Math.abs(data[i]! - expected.samples[k]!) <=
        tolerance * Math.max(rms, Math.abs(expected.samples[k]!), 1e-7)
      )
    )
      expect.fail(
        `${what} sample ${k} is ${data[i]}, expected ${expected.samples[k]} (rms ${rms})`,
      );
}
