import type { Builder } from "../graph/builder.ts";
import { NCHW, type Shape } from "../graph/layout.ts";
import type { Node } from "../graph/node.ts";
import { type Kernel, native } from "./kernel.ts";

interface ResizeAttrs {
  alignCorners: boolean;
  halfPixelCenters: boolean;
  size?: [number, number];
}

/**
 * Where output position `at` lies in the input, as TensorFlow defines it:
 * https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/kernels/image/image_resizer_state.h
 */
function source(
  at: number,
  from: number,
  to: number,
  attrs: ResizeAttrs,
  nearest: boolean,
): number {
  const align = attrs.alignCorners && to > 1;
  const scale = align ? (from - 1) / (to - 1) : from / to;
  if (!attrs.halfPixelCenters) return scale * at;
  return nearest ? scale * (at + 0.5) : scale * (at + 0.5) - 0.5;
}

function nearestIndex(at: number, from: number, to: number, attrs: ResizeAttrs): number {
  const position = source(at, from, to, attrs, true);
  const index = attrs.alignCorners ? Math.round(position) : Math.floor(position);
  return Math.max(0, Math.min(from - 1, index));
}

/** The weights [to, from] of one axis: resizing is a product with one such matrix an axis. */
function matrix(from: number, to: number, attrs: ResizeAttrs, nearest: boolean): Float32Array {
  const weights = new Float32Array(to * from);
  for (let at = 0; at < to; at++) {
    if (nearest) {
      weights[at * from + nearestIndex(at, from, to, attrs)] = 1;
      continue;
    }
    const position = source(at, from, to, attrs, false);
    const low = Math.max(0, Math.floor(position));
    const high = Math.min(from - 1, Math.ceil(position));
    const share = position - low;
    weights[at * from + low]! += 1 - share;
    weights[at * from + high]! += share;
  }
  return weights;
}

/** Turned round, [from, to]. */
function turned(weights: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(weights.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = weights[r * columns + c]!;
  return out;
}

const sized = (x: Node, { size }: ResizeAttrs): Shape => [x.shape[0]!, ...size!, x.shape[3]!];
const float = (inputs: readonly Node[]): boolean => inputs.every((n) => n.dtype === "float32");

function forward(
  name: string,
  lower: (b: Builder, x: string, from: number[], to: number[], attrs: ResizeAttrs) => string,
): Kernel {
  return native<ResizeAttrs>({
    name,
    args: ["images"],
    accepts: float,
    infer: ([x], attrs) => ({ shape: sized(x!, attrs), dtype: "float32" }),
    lower: (b, [x], { shape, attrs }) => {
      const [from, to] = [x!.shape.slice(1, 3), shape.slice(1, 3)];
      const name = lower(b, b.whole(x!, NCHW), from, to, attrs);
      return b.value(name, shape, "float32", NCHW);
    },
  });
}

const bilinear = forward("ResizeBilinear", (b, x, from, to, attrs) => {
  const rows = b.constant(matrix(from[0]!, to[0]!, attrs, false), [to[0]!, from[0]!]);
  const columns = b.constant(turned(matrix(from[1]!, to[1]!, attrs, false), to[1]!, from[1]!), [
    from[1]!,
    to[1]!,
  ]);
  return b.op("MatMul", [rows, b.op("MatMul", [x, columns])]);
});

/** Whether each pixel becomes exactly two by two. */
const doubles = (from: number[], to: number[], attrs: ResizeAttrs): boolean =>
  [0, 1].every((i) => {
    const [m, n] = [from[i]!, to[i]!];
    if (n !== 2 * m) return false;
    return Array.from({ length: n }, (_, at) => nearestIndex(at, m, n, attrs) === at >> 1).every(
      Boolean,
    );
  });

const nearest = forward("ResizeNearestNeighbor", (b, x, from, to, attrs) => {
  // ONNX Runtime doubles ten times faster than it gathers columns.
  if (!b.portable && doubles(from, to, attrs))
    return b.op("Resize", [x, "", b.constant(Float32Array.of(1, 1, 2, 2), [4])], {
      ...{ mode: "nearest", nearest_mode: "floor" },
      coordinate_transformation_mode: "asymmetric",
    });
  let name = x;
  for (const i of [0, 1]) {
    const index = Int32Array.from({ length: to[i]! }, (_, at) =>
      nearestIndex(at, from[i]!, to[i]!, attrs),
    );
    name = b.op("Gather", [name, b.constant(index, [to[i]!])], { axis: i + 2 });
  }
  return name;
});

/** Of two by two pixels the sum: their mean times four. */
function halved(b: Builder, dy: string): string {
  const mean = b.op("AveragePool", [dy], { kernel_shape: [2, 2], strides: [2, 2] });
  return b.op("Mul", [mean, b.number(4)]);
}

/** Both gradients are the products with the turned matrices: exact for every size and mode. */
function gradient(name: string, isNearest: boolean): Kernel {
  return native<ResizeAttrs>({
    name,
    args: ["images", "dy"],
    accepts: float,
    infer: ([images]) => images!,
    lower: (b, [images, dy], { attrs }) => {
      const [from, to] = [images!.shape.slice(1, 3), dy!.shape.slice(1, 3)];
      if (isNearest && !b.portable && doubles(from, to, attrs))
        return b.value(halved(b, b.whole(dy!, NCHW)), images!.shape, "float32", NCHW);
      const rows = turned(matrix(from[0]!, to[0]!, attrs, isNearest), to[0]!, from[0]!);
      const columns = matrix(from[1]!, to[1]!, attrs, isNearest);
      const partial = b.op("MatMul", [b.constant(rows, [from[0]!, to[0]!]), b.whole(dy!, NCHW)]);
      const name = b.op("MatMul", [partial, b.constant(columns, [to[1]!, from[1]!])]);
      return b.value(name, images!.shape, "float32", NCHW);
    },
  });
}

export const resizes: Kernel[] = [
  bilinear,
  nearest,
  gradient("ResizeBilinearGrad", false),
  gradient("ResizeNearestNeighborGrad", true),
];
