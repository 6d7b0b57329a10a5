export type { EngineStats, OnnxBackendOptions } from "./backend.ts";
export { onFallback } from "./fallback.ts";
export { EngineError } from "./graph/error.ts";
export { BACKEND, engineStats, flush, onnxBackend, registerOnnxBackend } from "./register.ts";
