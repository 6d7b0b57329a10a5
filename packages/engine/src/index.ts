export type { EngineStats, OnnxBackendOptions } from "./backend.ts";
export { onFallback } from "./fallback.ts";
export { EngineError } from "./graph/error.ts";
export { BACKEND, engineStats, flush, onnxBackend, registerOnnxBackend } from "./register.ts";
export {
  BACKEND_CHOICES,
  type BackendChoice,
  BackendUnavailableError,
  type Selection,
  selectBackend,
} from "./select.ts";
