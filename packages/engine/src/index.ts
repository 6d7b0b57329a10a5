export { EngineError } from "./graph/error.ts";
export type { EngineStats, OnnxBackendOptions } from "./backend.ts";
export { onFallback } from "./fallback.ts";
export { BACKEND, engineStats, flush, onnxBackend, registerOnnxBackend } from "./register.ts";
