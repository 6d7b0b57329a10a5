import type { OnnxSummary } from "./onnx/index.ts";
import type { ModelPlan } from "./plan.ts";

/** How a model was understood, in one sentence for its team. */
export function describePlan({ opset, parameters }: OnnxSummary, plan: ModelPlan): string {
  const { size, layout, channels, output, classes, outputName } = plan;
  const fed = size ? `squished to ${size.width} x ${size.height}` : "in their own size";
  const order = classes ? `, in the order ${classes.slice(0, 20).join(", ")}` : "";
  return (
    `ONNX with opset ${opset} and ${parameters.toLocaleString("en")} weights; ` +
    `images ${fed} as ${layout} ${channels}; '${outputName}' holds ${output}${order}.`
  );
}
