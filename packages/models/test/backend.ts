import "@tensorflow/tfjs-backend-cpu";
import { registerOnnxBackend } from "@maskboard/engine";
import * as tf from "@tensorflow/tfjs-core";

registerOnnxBackend({ threads: 2 });

/** The quick backend and TensorFlow.js' own as a second opinion on what is small. */
export const BACKENDS = ["onnx", "cpu"] as const;

/** Sets a backend and counts tensors, so that a test can ask what was left behind. */
export async function use(backend: (typeof BACKENDS)[number]): Promise<() => number> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  return () => tf.memory().numTensors - before;
}
