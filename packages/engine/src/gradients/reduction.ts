import type { GradConfig, Tensor } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import { gradient } from "./config.ts";

interface ReduceAttrs {
  axis: number | number[];
}

/**
 * Gradients of sums and means as what they are, the slope repeated along the axes: a view that
 * takes no memory. tfjs-core multiplies by a tensor of ones that it fills on the host, as large as
 * the input, at each normalization of a network.
 */
const repeated = (kernel: "Sum" | "Mean"): GradConfig =>
  gradient<ReduceAttrs>(kernel, { inputsToSave: ["x"] }, (dy, saved, { axis }) => ({
    x: () => {
      const { shape } = saved[0] as Tensor;
      const axes = tf.util.parseAxisParam(axis, shape);
      const kept = shape.map((length, i) => (axes.includes(i) ? 1 : length));
      const count = axes.reduce((product, i) => product * shape[i]!, 1);
      const slope = tf.reshape(kernel === "Mean" ? tf.div(dy, count) : dy, kept);
      return tf.broadcastTo(slope, shape as never);
    },
  }));

export const reductions = (): GradConfig[] => [repeated("Sum"), repeated("Mean")];
