import { MaskboardError } from "@maskboard/contracts";

/** Where operators come from that are not ONNX' own, and what helps. */
const ORIGINS: readonly (readonly [domain: RegExp, advice: string])[] = [
  [
    /^com\.microsoft/,
    "ONNX Runtime put it in when it optimized or quantized the model. Send the model as it was before; quantized ones in the format QDQ.",
  ],
  [
    /aten|^org\.pytorch|^pkg\.(onnxscript|torch)/,
    "PyTorch's exporter had no operator of ONNX for it. Export with dynamo=True, or compute it in another way.",
  ],
];

/** An operator of another domain than ONNX' own: it would need code that is not here. */
export function foreignOperator(operator: string, domain: string): MaskboardError {
  const advice =
    ORIGINS.find(([pattern]) => pattern.test(domain))?.[1] ?? "Use operators of ONNX itself.";
  return new MaskboardError(
    "model_operator",
    `The operator '${operator}' is of the domain '${domain}'. ${advice}`,
    { value: operator, expected: "ai.onnx" },
  );
}
