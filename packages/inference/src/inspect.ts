import type { LoadableModel, ModelFiles } from "./artifact/files.ts";
import { inspectOnnx } from "./onnx/index.ts";
import type { ModelSummary } from "./summary.ts";
import { inspectTfjs } from "./tfjs/inspect.ts";

/**
 * Looks into an uploaded model without running any of it.
 *
 * @throws MaskboardError `model_invalid`, `model_external_data`, `model_operator`, `model_shape`
 */
export function inspectModel(files: ModelFiles): {
  summary: ModelSummary;
  /** What may be run. */
  loadable: LoadableModel;
} {
  if (files.format === "tfjs") return inspectTfjs(files.json, files.weights);
  const { opset, parameters, input, outputs } = inspectOnnx(files.model);
  const what = `ONNX with opset ${opset}`;
  return {
    summary: { what, format: "onnx", parameters, input, outputs },
    loadable: { format: "onnx", parts: [files.model] },
  };
}
