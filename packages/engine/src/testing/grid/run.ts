import * as tf from "@tensorflow/tfjs-core";
import { numbers } from "../compare.ts";
import { type Case, type Input, type Inputs, make } from "./case.ts";

/** The values of one result. */
export type Values = Float32Array | Int32Array | Uint8Array;
export interface Result {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: Values;
}

type Tensors = Record<string, tf.Tensor> | tf.Tensor[];

/** Tensors for a case's inputs, the same on every backend. */
function tensors(inputs: Inputs): Tensors {
  const made = Object.entries(inputs as Record<string, Input>).map(
    ([key, input], i) => [key, make(input, i + 1)] as const,
  );
  return Array.isArray(inputs) ? made.map(([, t]) => t) : Object.fromEntries(made);
}

/** Runs the kernel by itself, without the op around it. */
function call(kernel: string, one: Case, inputs: Tensors): tf.Tensor[] {
  const { attrs, reference } = one;
  if (reference && tf.getBackend() === "cpu") return [reference(inputs as never)];
  const out = tf.engine().runKernel(kernel, inputs as never, { ...attrs } as never);
  const list = (Array.isArray(out) ? out : [out]) as tf.Tensor[];
  return list.flatMap((t) =>
    (t.dtype as string) === "complex64" ? [tf.real(t), tf.imag(t)] : [t],
  );
}

/** The same values, held as NCHW. */
function held(x: tf.Tensor): tf.Tensor {
  if (x.rank !== 4 || x.dtype !== "float32" || x.size === 0) return x;
  const ones = tf.ones([1, 1, x.shape[3]!, 1]) as tf.Tensor4D;
  return tf.depthwiseConv2d(x as tf.Tensor4D, ones, 1, "same");
}

const each = (inputs: Tensors, change: (x: tf.Tensor) => tf.Tensor): Tensors =>
  Array.isArray(inputs)
    ? inputs.map(change)
    : Object.fromEntries(Object.entries(inputs).map(([key, x]) => [key, change(x)]));

export const hasFloats = ({ inputs }: Case): boolean => Object.values(inputs).some(isFloat);

/** Whether anything in a case can be held otherwise. */
export const holdable = ({ inputs }: Case): boolean =>
  Object.values(inputs).some(({ shape, dtype }) => shape.length === 4 && dtype === "float32");

export interface Call {
  readonly one: Case;
  readonly asNchw: boolean;
}

/** The results of many calls, computed together. */
export function forward(kernel: string, calls: readonly Call[]): Result[][] {
  const outputs = tf.tidy(() =>
    calls.map(({ one, asNchw }) => {
      const inputs = tensors(one.inputs);
      return call(kernel, one, asNchw ? each(inputs, held) : inputs);
    }),
  );
  const read = outputs.map((list) => list.map(resultOf));
  tf.dispose(outputs);
  return read;
}

const resultOf = (t: tf.Tensor): Result => ({
  shape: t.shape,
  dtype: t.dtype,
  values: t.dataSync() as Values,
});

/** Weights with which the results are summed up to one number. */
const slopeOf = (shape: readonly number[], index: number): tf.Tensor =>
  numbers([...shape], 90 + index);

const isFloat = ({ dtype }: Input): boolean => dtype === "float32";

/** Slopes of the weighted sum of all results by every float input, of many calls on one tape. */
export function gradients(kernel: string, calls: readonly Call[]): Result[][] {
  const slopes = tf.tidy(() => {
    const given = calls.map(({ one }) => tensors(one.inputs));
    const floats = calls.map(({ one }, i) =>
      Object.entries(one.inputs as Record<string, Input>).flatMap(([key, input]) =>
        isFloat(input) ? [(given[i] as Record<string, tf.Tensor>)[key]!] : [],
      ),
    );
    const loss = (...xs: tf.Tensor[]): tf.Tensor => {
      let at = 0;
      const sums = calls.map(({ one, asNchw }, i) => {
        const inputs = each(given[i]!, (x) => (x.dtype === "float32" ? xs[at++]! : x));
        const outputs = call(kernel, one, asNchw ? each(inputs, held) : inputs);
        return outputs.map((y, k) => tf.sum(tf.mul(tf.cast(y, "float32"), slopeOf(y.shape, k))));
      });
      return tf.addN(sums.flat());
    };
    const all = tf.grads(loss)(floats.flat());
    return floats.map((list) => list.map(() => all.shift()!));
  });
  const read = slopes.map((list) => list.map(resultOf));
  tf.dispose(slopes);
  return read;
}

/**
 * The transposed derivative of a call by one of its inputs, times `dy`, by central differences. Run it
 * on the cpu backend. A step of 1 is for functions of first degree.
 */
export function differences(
  kernel: string,
  one: Case,
  of: string,
  dy: readonly Values[],
  step: number,
): Float32Array {
  return tf.tidy(() => {
    const whole = tensors(one.inputs) as Record<string, tf.Tensor>;
    const x = whole[of]!;
    const values = x.dataSync() as Float32Array;
    const at = (k: number, by: number): Float32Array[] =>
      tf.tidy(() => {
        const moved = values.slice();
        moved[k]! += by;
        const replaced = Array.isArray(whole) ? [...whole] : { ...whole };
        (replaced as Record<string, tf.Tensor>)[of] = tf.tensor(moved, x.shape);
        return call(kernel, one, replaced).map((y) => y.dataSync() as Float32Array);
      });
    // Of a function of first degree one difference is enough.
    const still = step === 1 ? at(0, 0) : null;
    const width = still ? step : 2 * step;
    return values.map((_, k) => {
      const [up, down] = [at(k, step), still ?? at(k, -step)];
      let sum = 0;
      for (const [i, y] of up.entries())
        for (let j = 0; j < y.length; j++) sum += (y[j]! - down[i]![j]!) * dy[i]![j]!;
      return sum / width;
    });
  });
}

/** Slopes by every float input from differences of the forward pass. */
export function expectedGradients(kernel: string, one: Case, step: number): Float32Array[] {
  const dy = tf.tidy(() =>
    call(kernel, one, tensors(one.inputs)).map(
      (y, k) => slopeOf(y.shape, k).dataSync() as Float32Array,
    ),
  );
  return Object.entries(one.inputs as Record<string, Input>).flatMap(([key, input]) =>
    isFloat(input) ? [differences(kernel, one, key, dy, step)] : [],
  );
}
