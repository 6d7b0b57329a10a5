export { inspectOnnx, type OnnxSummary } from "./inspect.ts";
export type { OnnxValue } from "./value.ts";
