import * as tf from "@tensorflow/tfjs-core";
import { type GradConfig, getGradient, type Tensor } from "@tensorflow/tfjs-core";
import { gradient } from "./config.ts";
import { sumTo } from "./normalization.ts";

/** tfjs-core forgets to sum over the axes that an operand was broadcast along. */
function broadcasting(name: string): GradConfig {
  const original = getGradient(name);
  return {
    ...original,
    gradFunc: (dy, saved, attrs) => {
      const slopes = original.gradFunc(dy, saved, attrs) as Record<"a" | "b", () => Tensor>;
      const [a, b] = saved as [Tensor, Tensor];
      return { a: () => sumTo(slopes.a(), a.shape), b: () => sumTo(slopes.b(), b.shape) };
    },
  };
}

/** Where comparisons and logic stand between two tensors: no slope, where tfjs-core throws. */
const flat = (name: string, inputs: readonly string[]): GradConfig =>
  gradient(name, { inputsToSave: [...inputs] }, (_, saved) =>
    Object.fromEntries(inputs.map((key, i) => [key, () => tf.zeros(saved[i]!.shape)])),
  );

/** From the output instead of the input, which then need not be kept: it is positive where the input is. */
const relu = gradient("Relu", { outputsToSave: [true] }, (dy, [y]) => ({
  x: () => tf.mul(dy, tf.step(y!)),
}));

interface CumulativeAttrs {
  axis: number;
  exclusive: boolean;
  reverse: boolean;
}

/** tfjs-core permutes the result for an axis that is not the last, although cumsum does not. */
const cumsum = gradient<CumulativeAttrs>(
  "Cumsum",
  { inputsToSave: ["x"] },
  (dy, _, { axis, exclusive, reverse }) => ({
    x: () => tf.cumsum(dy, axis, exclusive, !reverse),
  }),
);

/**
 * tfjs-core's own needs operators that only another package has. The product of all others is the
 * product divided by the element; with one zero it is the product of the rest, there alone.
 */
const prod = gradient<{ axis: number | number[] }>(
  "Prod",
  { inputsToSave: ["x"] },
  (dy, [x], { axis }) => ({
    x: () => {
      const axes = tf.util.parseAxisParam(axis ?? null!, x!.shape);
      const zero = tf.cast(tf.equal(x!, 0), "float32");
      const zeros = tf.sum(zero, axes, true);
      const rest = tf.add(x!, zero);
      const exactly = (count: number): Tensor => tf.cast(tf.equal(zeros, count), "float32");
      const share = tf.add(
        tf.mul(zero, exactly(1)),
        tf.mul(tf.div(tf.sub(1, zero), rest), exactly(0)),
      );
      const slope = tf.mul(tf.reshape(dy, zeros.shape), tf.prod(rest, axes, true));
      return tf.mul(slope, share);
    },
  }),
);

const pair = ["a", "b"] as const;

export const arithmetic = (): GradConfig[] => [
  ...["Maximum", "Minimum", "SquaredDifference"].map(broadcasting),
  ...["Equal", "NotEqual", "Greater", "Less", "LessEqual", "LogicalAnd", "LogicalOr"].map((name) =>
    flat(name, pair),
  ),
  ...["LogicalNot", "All", "Any"].map((name) => flat(name, ["x"])),
  relu,
  cumsum,
  prod,
];
