export type { EngineStats, OnnxBackendOptions } from "./backend.ts";
export { type ExportOptions, exportOnnx } from "./export/export.ts";
export { exportGraphModel, type GraphModelOptions } from "./export/graph-model/export.ts";
export type { ModelFile } from "./export/graph-model/files.ts";
export type { ExportInput, Forward } from "./export/trace.ts";
export { onFallback } from "./fallback.ts";
export { EngineError } from "./graph/error.ts";
export { ONNX_RUNTIME } from "./onnx/session.ts";
export { BACKEND, engineStats, flush, onnxBackend, registerOnnxBackend } from "./register.ts";
export {
  BACKEND_CHOICES,
  type BackendChoice,
  BackendUnavailableError,
  type Selection,
  type SelectOptions,
  selectBackend,
} from "./select.ts";
export { fetchWeights, type Published } from "./weights/download.ts";
export {
  type ImportOptions,
  type ImportResult,
  importWeights,
  readWeights,
  type Target,
} from "./weights/import.ts";
export { type WeightArray, type Weights, WeightsError } from "./weights/safetensors.ts";
