import * as tf from "@tensorflow/tfjs-core";
import { engine, type NamedTensorMap, type Tensor, type Variable } from "@tensorflow/tfjs-core";
import { onOurs } from "../gradients/config.ts";

interface Slot {
  readonly originalName: string;
  readonly variable: Variable;
}

/** What `tf.train.adam` keeps, of which TypeScript is told but half. */
interface Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly accBeta1: Variable;
  readonly accBeta2: Variable;
  readonly accumulatedFirstMoment: Slot[];
  readonly accumulatedSecondMoment: Slot[];
  incrementIterations(): void;
}

type Gradients = NamedTensorMap | { name: string; tensor: Tensor }[];

function slot(list: Slot[], i: number, name: string, value: Variable): Variable {
  list[i] ??= {
    originalName: name,
    variable: tf.tidy(() => tf.variable(tf.zerosLike(value), false)),
  };
  return list[i].variable;
}

/**
 * Lets `tf.train.adam` update all variables by one kernel where ours runs. TensorFlow.js takes 14
 * operations a variable, half of what a training step records; state, order and formula stay its own.
 */
export function reviseAdam(): void {
  const prototype = tf.AdamOptimizer.prototype;
  const original = prototype.applyGradients;
  prototype.applyGradients = function (this: unknown, gradients: Gradients): void {
    if (onOurs()) apply(this as Adam, gradients);
    else original.call(this as tf.AdamOptimizer, gradients as never);
  };
}

function apply(adam: Adam, gradients: Gradients): void {
  const named = Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor] as const)
    : Object.entries(gradients);
  tf.tidy(() => {
    const rows = named.flatMap(([name, gradient], i) => {
      const value = engine().registeredVariables[name]!;
      const first = slot(adam.accumulatedFirstMoment, i, `${name}/m`, value);
      const second = slot(adam.accumulatedSecondMoment, i, `${name}/v`, value);
      return gradient ? [{ value, first, second, gradient }] : [];
    });
    const { beta1, beta2, epsilon, learningRate, accBeta1, accBeta2 } = adam;
    const numbers = [beta1, beta2, epsilon, learningRate].map((n) => tf.scalar(n));
    const made = engine().runKernel("Adam", [
      ...[...numbers, accBeta1, accBeta2],
      ...rows.map(({ value }) => value),
      ...rows.map(({ first }) => first),
      ...rows.map(({ second }) => second),
      ...rows.map(({ gradient }) => gradient),
    ] as never) as unknown as Tensor[];
    for (const [k, key] of (["value", "first", "second"] as const).entries())
      for (const [i, row] of rows.entries()) row[key].assign(made[k * rows.length + i]!);
    accBeta1.assign(tf.mul(accBeta1, beta1));
    accBeta2.assign(tf.mul(accBeta2, beta2));
  });
  adam.incrementIterations();
}
