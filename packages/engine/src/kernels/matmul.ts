import { broadcast_util } from "@tensorflow/tfjs-core";
import type { Builder } from "../graph/builder.ts";
import { identity, type Perm, type Shape, sameBytes, size } from "../graph/layout.ts";
import type { Node } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { type Kernel, native } from "./kernel.ts";

interface MatMulAttrs {
  transposeA: boolean;
  transposeB: boolean;
}

/** The layout with the last two axes exchanged. */
const swapped = (rank: number): Perm => [...identity(rank - 2), rank - 1, rank - 2];

function outShape(a: Shape, b: Shape, { transposeA, transposeB }: MatMulAttrs): number[] {
  const batch = broadcast_util.assertAndGetBroadcastShape([...a.slice(0, -2)], [...b.slice(0, -2)]);
  return [...batch, a.at(transposeA ? -1 : -2)!, b.at(transposeB ? -2 : -1)!];
}

/**
 * ONNX MatMul has no transposed operands, but a layout is free to choose: either A and B are
 * brought into (I, K) and (K, J), or into (K, I) and (J, K), which gives the transposed product.
 * Two matrices go through Gemm, which takes any layout as it is.
 */
function lowerMatMul(
  b: Builder,
  [x, y]: Value[],
  { shape, attrs }: Node & { attrs: MatMulAttrs },
): Value {
  const { transposeA, transposeB } = attrs;
  const matrices = size(x!.shape.slice(0, -2)) === 1 && size(y!.shape.slice(0, -2)) === 1;
  if (matrices) return gemm(b, x!, y!, shape, attrs);
  const layout = (v: Value, turn: boolean): Perm =>
    turn ? swapped(v.shape.length) : identity(v.shape.length);
  const cost = (v: Value, perm: Perm): number =>
    sameBytes(v.dims, v.perm, perm) ? 0 : size(v.dims);
  const straight = cost(x!, layout(x!, transposeA)) + cost(y!, layout(y!, transposeB));
  const turned = cost(x!, layout(x!, !transposeA)) + cost(y!, layout(y!, !transposeB));
  if (turned < straight) {
    const names = [b.whole(y!, layout(y!, !transposeB)), b.whole(x!, layout(x!, !transposeA))];
    return b.value(b.op("MatMul", names), shape, "float32", swapped(shape.length));
  }
  const names = [b.whole(x!, layout(x!, transposeA)), b.whole(y!, layout(y!, transposeB))];
  return b.value(b.op("MatMul", names), shape, "float32");
}

function gemm(b: Builder, x: Value, y: Value, shape: Shape, attrs: MatMulAttrs): Value {
  const flat = (v: Value): Value => b.reshape(v, v.shape.slice(-2));
  const [p, q] = [flat(x), flat(y)];
  const turned = (v: Value): boolean => v.perm[0] === 1 && !sameBytes(v.dims, v.perm, [0, 1]);
  const stored = (v: Value): string => b.whole(v, turned(v) ? [1, 0] : [0, 1]);
  const name = b.op("Gemm", [stored(p), stored(q)], {
    transA: Number(attrs.transposeA !== turned(p)),
    transB: Number(attrs.transposeB !== turned(q)),
  });
  return b.reshape(b.value(name, shape.slice(-2), "float32"), shape);
}

export const matmul: Kernel[] = [
  native<MatMulAttrs>({
    name: "BatchMatMul",
    args: ["a", "b"],
    accepts: (inputs) => inputs.every((n) => n.dtype === "float32"),
    infer: ([x, y], attrs) => ({ shape: outShape(x!.shape, y!.shape, attrs), dtype: "float32" }),
    lower: lowerMatMul,
  }),
];
