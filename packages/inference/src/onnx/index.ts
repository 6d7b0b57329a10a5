export { inspectOnnx, type OnnxSummary } from "./inspect.ts";
