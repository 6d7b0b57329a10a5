import * as tf from "@tensorflow/tfjs-core";
import { numbers } from "../compare.ts";

/** An input of a kernel: its values are drawn from `seed`, or given. */
export interface Input {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32" | "bool" | "complex64";
  /** From a number in (-1, 1) to a value. */
  readonly map: (u: number) => number;
  readonly values?: readonly number[];
}

export type Inputs = Readonly<Record<string, Input>> | readonly Input[];

/**
 * What a gradient is compared with: `cpu`, the cpu backend's own; a number, differences of the cpu
 * backend's forward pass with this step: 1 where the kernel is of first degree in each input, so that
 * they are exact, below that central ones; null, nothing.
 */
export type Reference = "cpu" | number | null;

/** One call of a kernel. */
export interface Case {
  readonly inputs: Inputs;
  readonly attrs?: object;
  /** Where it differs from the kernel's. */
  readonly gradient?: Reference;
  /**
   * The result is the transposed derivative of this call, for backward kernels that the cpu backend
   * lacks or has wrong: by the input `of`, applied to our input `dy`.
   */
  readonly adjoint?: { kernel: string; of: string; inputs: Inputs; attrs: object };
  /** Stands in for the kernel of the cpu backend, which lacks it or has it wrong. */
  readonly reference?: (inputs: Record<string, tf.Tensor>) => tf.Tensor;
  /** Runs on the cpu backend by design, though nothing is empty. */
  readonly host?: true;
}

/** All calls of one kernel. */
export interface Grid {
  readonly kernel: string;
  readonly gradient: Reference;
  readonly cases: readonly Case[];
  /** Why there is no case with a scalar, or none without elements. */
  readonly noScalar?: string;
  readonly noEmpty?: string;
}

type Dims = readonly number[];
const identity = (u: number): number => u;

export const f = (shape: Dims, scale = 1, shift = 0): Input => ({
  shape,
  dtype: "float32",
  map: scale === 1 && shift === 0 ? identity : (u) => u * scale + shift,
});
/** From `least` to `most`. */
export const within = (least: number, most: number, shape: Dims): Input =>
  f(shape, (most - least) / 2, (most + least) / 2);
/** Whole numbers from `least` to below `most`. */
export const int = (shape: Dims, most = 5, least = 0): Input => ({
  shape,
  dtype: "int32",
  map: (u) => least + Math.floor(((u + 1) / 2) * (most - least)),
});
export const bool = (shape: Dims): Input => ({
  shape,
  dtype: "bool",
  map: (u) => Number(u > 0),
});
export const given = (values: readonly number[], shape: Dims, dtype: Input["dtype"]): Input => ({
  shape,
  dtype,
  map: identity,
  values,
});
export const complex = (shape: Dims): Input => ({ shape, dtype: "complex64", map: identity });

/** The tensor of an input. */
export function make({ shape, dtype, map, values }: Input, seed: number): tf.Tensor {
  return tf.tidy(() => {
    const drawn = (offset: number): number[] =>
      values ? [...values] : Array.from(numbers([...shape], seed + offset).dataSync(), map);
    const tensor = (list: number[], type: "float32" | "int32" | "bool"): tf.Tensor =>
      tf.tensor(list, [...shape], type);
    if (dtype === "complex64")
      return tf.complex(tensor(drawn(0), "float32"), tensor(drawn(50), "float32"));
    return tensor(drawn(0), dtype);
  });
}

export const isEmpty = ({ inputs, host }: Case): boolean =>
  host === true || Object.values(inputs).some(({ shape }) => shape.includes(0));
