import { registerGradient } from "@tensorflow/tfjs-core";
import { arithmetic } from "./arithmetic.ts";
import { convolutions, reviseFused } from "./convolution.ts";
import { batchNorm } from "./normalization.ts";
import { matMul } from "./product.ts";
import { reductions } from "./reduction.ts";
import { spatial } from "./spatial.ts";

/**
 * Replaces or adds gradients for the whole process; for other backends they are the same or better.
 * TensorFlow.js's own must be registered before.
 */
export function registerGradients(): void {
  const configs = [
    ...convolutions(),
    batchNorm,
    matMul(),
    ...arithmetic(),
    ...reductions(),
    ...spatial(),
  ];
  for (const config of configs) registerGradient(config);
  reviseFused();
}
