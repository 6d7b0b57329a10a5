import { filterLayout, type WeightsLayout } from "../graph/layout.ts";
import type { Node } from "../graph/node.ts";
import { CMHW } from "./depthwise.ts";
import type { ConvAttrs } from "./geometry.ts";
import { composite, type Kernel, type RecordKernel } from "./kernel.ts";

type Activation = "linear" | "relu" | "relu6" | "elu" | "sigmoid" | "leakyrelu" | "prelu";

interface FusedAttrs {
  activation?: Activation;
  leakyreluAlpha?: number;
}

const KERNEL = { relu: "Relu", relu6: "Relu6", elu: "Elu", sigmoid: "Sigmoid" } as const;

function activate(record: RecordKernel, x: Node, attrs: FusedAttrs, prelu: Node | undefined): Node {
  const { activation = "linear", leakyreluAlpha = 0.2 } = attrs;
  if (activation === "linear") return x;
  if (activation === "prelu") return record("Prelu", [x, prelu!]);
  if (activation === "leakyrelu") return record("LeakyRelu", [x], { alpha: leakyreluAlpha });
  return record(KERNEL[activation], [x]);
}

const float = (inputs: readonly Node[]): boolean => inputs.every((n) => n.dtype === "float32");

/** Splits the optional inputs: a bias comes first, then the slopes of prelu. */
function extras(rest: readonly Node[], attrs: FusedAttrs): { bias?: Node; prelu?: Node } {
  if (attrs.activation !== "prelu") return { bias: rest[0] };
  return rest.length === 2 ? { bias: rest[0], prelu: rest[1] } : { prelu: rest[0] };
}

function fusedConv(name: string, plain: string, weights: WeightsLayout): Kernel {
  return composite<ConvAttrs & FusedAttrs>({
    name,
    args: ["x", "filter", "bias?", "preluActivationWeights?"],
    weights,
    accepts: float,
    run: (record, [x, filter, ...rest], attrs) => {
      const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs;
      const { bias, prelu } = extras(rest, attrs);
      const vector =
        bias && bias.shape.length <= 1 && bias.shape[0] !== undefined && bias.shape[0] > 1;
      const inputs = vector ? [x!, filter!, bias] : [x!, filter!];
      let y = record(plain, inputs, { strides, pad, dataFormat, dilations, dimRoundingMode });
      if (bias && !vector) y = record("Add", [y, bias]);
      return activate(record, y, attrs, prelu);
    },
  });
}

const fusedMatMul = composite<FusedAttrs & { transposeA: boolean; transposeB: boolean }>({
  name: "_FusedMatMul",
  args: ["a", "b", "bias?", "preluActivationWeights?"],
  accepts: float,
  run: (record, [a, b, ...rest], attrs) => {
    const { transposeA, transposeB } = attrs;
    const { bias, prelu } = extras(rest, attrs);
    const product = record("BatchMatMul", [a!, b!], { transposeA, transposeB });
    return activate(record, bias ? record("Add", [product, bias]) : product, attrs, prelu);
  },
});

export const fused: Kernel[] = [
  fusedConv("FusedConv2D", "Conv2D", filterLayout),
  fusedConv("FusedDepthwiseConv2D", "DepthwiseConv2dNative", () => CMHW),
  fusedMatMul,
];
