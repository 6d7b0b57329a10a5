import { util } from "@tensorflow/tfjs-core";
import type { Builder } from "../graph/builder.ts";
import { NCHW, permute, type Shape, size } from "../graph/layout.ts";
import type { GraphType } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { type Kernel, native } from "./kernel.ts";

interface GatherAttrs {
  axis: number;
  batchDims?: number;
}

const gather = native<GatherAttrs>({
  name: "GatherV2",
  args: ["x", "indices"],
  accepts: ([x, indices], { axis, batchDims = 0 }) =>
    (batchDims === 0 || batchDims === axis) && x!.dtype !== "bool" && indices!.dtype === "int32",
  infer: ([x, indices], { axis, batchDims = 0 }) => {
    const at = util.parseAxisParam(axis, [...x!.shape])[0]!;
    const chosen = indices!.shape.slice(batchDims);
    const shape = [...x!.shape.slice(0, at), ...chosen, ...x!.shape.slice(at + 1)];
    return { shape, dtype: x!.dtype };
  },
  lower: (b, [x, indices], { shape, dtype, attrs: { axis, batchDims = 0 } }) => {
    const at = util.parseAxisParam(axis, [...x!.shape])[0]!;
    const name =
      batchDims === 0
        ? b.op("Gather", [b.whole(x!), b.whole(indices!)], { axis: at })
        : b.op("Reshape", [gatherBatches(b, x!, indices!, at), b.ints(shape)]);
    return b.value(name, shape, dtype as GraphType);
  },
});

/** Rows of each batch by its own indices: one gather from all batches' rows below one another. */
function gatherBatches(b: Builder, x: Value, indices: Value, batchDims: number): string {
  const batches = size(x.shape.slice(0, batchDims));
  const length = x.shape[batchDims]!;
  const first = Int32Array.from({ length: batches }, (_, i) => i * length);
  const own = b.op("Reshape", [b.whole(indices), b.ints([batches, -1])]);
  const rows = b.op("Add", [own, b.constant(first, [batches, 1])]);
  const inner = size(x.shape.slice(batchDims + 1));
  const table = b.op("Reshape", [b.whole(x), b.ints([batches * length, inner])]);
  return b.op("Gather", [table, rows], { axis: 0 });
}

/** Rows of x added up by segment: the gradient of a gather. */
const segmentSum = native<{ numSegments: number }>({
  name: "UnsortedSegmentSum",
  args: ["x", "segmentIds"],
  accepts: ([x, ids]) =>
    x!.dtype === "float32" && ids!.dtype === "int32" && ids!.shape.length === 1,
  infer: ([x], { numSegments }) => ({
    shape: [numSegments, ...x!.shape.slice(1)],
    dtype: "float32",
  }),
  lower: (b, [x, ids], { shape }) => {
    const zeros = b.op("Expand", [b.number(0), b.ints(shape)]);
    const rows = b.op("Reshape", [b.whole(ids!), b.ints([x!.shape[0]!, 1])]);
    const index = b.op("Cast", [rows], { to: 7 });
    const name = b.op("ScatterND", [zeros, index, b.whole(x!)], { reduction: "add" });
    return b.value(name, shape, "float32");
  },
});

interface OneHotAttrs {
  depth: number;
  onValue: number;
  offValue: number;
  dtype?: "float32" | "int32" | "bool";
}

/** A comparison with 0, 1, 2 ...; ONNX's OneHot is slower and missing on some providers. */
const oneHot = native<OneHotAttrs>({
  name: "OneHot",
  args: ["indices"],
  accepts: ([indices]) => indices!.dtype === "int32",
  infer: ([indices], { depth, dtype = "int32" }) => ({ shape: [...indices!.shape, depth], dtype }),
  lower: (b, [indices], { shape, dtype, attrs: { depth, onValue, offValue } }) => {
    // One-hot images are compared with logits, which are NCHW.
    const perm = shape.length === 4 ? NCHW : shape.map((_, i) => i);
    const column: Shape = [...indices!.shape, 1];
    const row = shape.map((_, i) => (i === shape.length - 1 ? depth : 1));
    const range = b.constant(
      Int32Array.from({ length: depth }, (_, i) => i),
      permute(row, perm),
    );
    const equal = b.op("Equal", [b.whole(b.reshape(indices!, column), perm), range]);
    const result = b.value(equal, shape, "bool", perm);
    if (onValue === 1 && offValue === 0) return b.cast(result, dtype as GraphType);
    const type = dtype === "bool" ? "int32" : (dtype as GraphType);
    const chosen = b.op("Where", [equal, b.number(onValue, type), b.number(offValue, type)]);
    return b.cast(b.value(chosen, shape, type, perm), dtype as GraphType);
  },
});

export const indexings: Kernel[] = [gather, segmentSum, oneHot];
