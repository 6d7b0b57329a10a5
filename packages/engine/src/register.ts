import "@tensorflow/tfjs-backend-cpu";
// Registers the gradients of all kernels, which the core alone does not.
import "@tensorflow/tfjs-layers";
import { engine, registerBackend } from "@tensorflow/tfjs-core";
import { type EngineStats, OnnxBackend, type OnnxBackendOptions } from "./backend.ts";
import { registerGradients } from "./gradients/register.ts";
import { registerKernels } from "./kernels/index.ts";
import { reviseAdam } from "./optimizers/adam.ts";

/** Name of the backend in `tf.setBackend`. */
export const BACKEND = "onnx";

/**
 * Registers the backend `onnx` (once; later calls change nothing). Then `await tf.setBackend("onnx")`.
 * `name` allows a second one, on another execution provider.
 */
export function registerOnnxBackend(options: OnnxBackendOptions = {}, name = BACKEND): void {
  if (name in engine().registryFactory) return;
  if (name === BACKEND) {
    registerGradients();
    reviseAdam();
  }
  registerKernels(name);
  registerBackend(name, () => new OnnxBackend(options), 4);
}

/** The backend `onnx`. @throws Error where it is not registered. */
export function onnxBackend(name = BACKEND): OnnxBackend {
  const backend = engine().findBackend(name);
  if (!(backend instanceof OnnxBackend))
    throw new Error(`No backend ${name}: call registerOnnxBackend() first.`);
  return backend;
}

/** Computes all that is recorded on the backend `onnx`; the end of a step that nobody reads. */
export function flush(): void {
  onnxBackend().flush();
}

/** Counters of the backend `onnx`. */
export function engineStats(): EngineStats {
  return onnxBackend().stats();
}
