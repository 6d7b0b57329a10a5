import { slice_util, util } from "@tensorflow/tfjs-core";
import type { Node } from "../../graph/node.ts";
import {
  type ConvAttrs,
  convGeometry,
  type Geometry,
  type PoolAttrs,
  poolGeometry,
} from "../../kernels/geometry.ts";
import { type Attribute, type GraphBuilder, integers, text, type } from "./builder.ts";

/** Writes a recorded node with its inputs' names and returns its own name. */
export type Emit = (g: GraphBuilder, inputs: readonly string[], node: Node) => string;

const attrsOf = <A>(node: Node): A => node.attrs as A;
const first = (node: Node): Record<string, Attribute> => ({ T: type(node.inputs[0]!.dtype) });

/** Operators that take the kernel's inputs in the same order and nothing else. */
const plain =
  (op: string): Emit =>
  (g, inputs, node) =>
    g.op(op, inputs, first(node));

const SAME =
  "Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Elu Erf Exp Expm1 Floor IsFinite IsInf IsNan Log Log1p LogicalNot Neg OnesLike Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softmax Softplus Sqrt Square Tan Tanh ZerosLike " +
  "Equal FloorDiv Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum Minimum NotEqual Pow Prelu RealDiv SquaredDifference Sub AddN";

const RENAMED = {
  Add: "AddV2",
  Multiply: "Mul",
  Mod: "FloorMod",
  LogicalXor: "NotEqual",
  Select: "Select",
};

const reduction =
  (op: string): Emit =>
  (g, [x], node) => {
    const {
      axis,
      reductionIndices,
      keepDims = false,
    } = attrsOf<{
      axis?: number | number[] | null;
      reductionIndices?: number | number[] | null;
      keepDims?: boolean;
    }>(node);
    const axes = util.parseAxisParam((axis ?? reductionIndices) as number[], [
      ...node.inputs[0]!.shape,
    ]);
    return g.op(op, [x!, g.ints(axes)], { ...first(node), keep_dims: { b: keepDims } });
  };

const argument =
  (op: string): Emit =>
  (g, [x], node) =>
    g.op(op, [x!, g.int(attrsOf<{ axis: number }>(node).axis)], {
      ...first(node),
      output_type: type("int32"),
    });

/** Strides, padding in numbers unless it is TensorFlow's own name for it, and the order of axes. */
function windowAttributes(g: Geometry, { pad }: { pad: ConvAttrs["pad"] }) {
  const none = [...g.before, ...g.after].every((n) => n === 0);
  const [top, left, bottom, right] = [...g.before, ...g.after] as [number, number, number, number];
  const padding = none ? "VALID" : pad === "same" ? "SAME" : "EXPLICIT";
  const attributes: Record<string, Attribute> = {
    strides: integers([1, ...g.strides, 1]),
    padding: text(padding),
    data_format: text("NHWC"),
    explicit_paddings: integers(
      padding === "EXPLICIT" ? [0, 0, top, bottom, left, right, 0, 0] : [],
    ),
  };
  return { padding, attributes };
}

const convolution =
  (op: string, depthwise: boolean): Emit =>
  (g, [x, filter, bias], node) => {
    const attrs = attrsOf<ConvAttrs>(node);
    if (attrs.dataFormat === "NCHW")
      throw new Error("Export: convolutions with channels first can't be in a graph model.");
    const [image, weights] = node.inputs;
    const geometry = convGeometry(image!.shape, weights!.shape, attrs, depthwise);
    const y = g.op(op, [x!, filter!], {
      ...first(node),
      ...windowAttributes(geometry, attrs).attributes,
      dilations: integers([1, ...geometry.dilations, 1]),
    });
    return bias ? g.op("BiasAdd", [y, bias], { ...first(node), data_format: text("NHWC") }) : y;
  };

/** A transposed convolution, which is told the shape of its result: the batch is read from the input. */
const transposed: Emit = (g, [x, filter], node) => {
  const attrs = attrsOf<ConvAttrs & { inputShape: number[] }>(node);
  const geometry = convGeometry(attrs.inputShape, node.inputs[1]!.shape, attrs);
  if (attrs.dataFormat === "NCHW" || geometry.dilations.some((n) => n > 1))
    throw new Error("Export: graph models take transposed convolutions undilated, channels last.");
  const int = { T: type("int32") };
  const shape = g.op("Shape", [x!], { ...first(node), out_type: type("int32") });
  const batch = g.op("Slice", [shape, g.ints([0]), g.ints([1])], int);
  const size = g.op("ConcatV2", [batch, g.ints(node.shape.slice(1)), g.int(0)], {
    ...int,
    N: { i: "2" },
  });
  const { attributes } = windowAttributes(geometry, attrs);
  return g.op("Conv2DBackpropInput", [size, filter!, x!], { ...first(node), ...attributes });
};

const pool =
  (op: "MaxPool" | "AvgPool"): Emit =>
  (g, [x], node) => {
    const attrs = attrsOf<PoolAttrs>(node);
    const geometry = poolGeometry(node.inputs[0]!.shape, attrs);
    const { padding, attributes: window } = windowAttributes(geometry, attrs);
    let image = x!;
    if (padding === "EXPLICIT") {
      // TensorFlow.js' graphs pool without explicit padding.
      if (op === "AvgPool")
        throw new Error("Export: average pooling takes only the paddings 'same' and 'valid'.");
      const { before, after } = geometry;
      const paddings = [
        [0, 0],
        [before[0], after[0]],
        [before[1], after[1]],
        [0, 0],
      ];
      image = padded(g, image, paddings, g.number(-3.4e38), node);
      window.padding = text("VALID");
      window.explicit_paddings = integers([]);
    }
    return g.op(op, [image], {
      ...first(node),
      ...window,
      ksize: integers([1, ...geometry.kernel, 1]),
    });
  };

function padded(
  g: GraphBuilder,
  x: string,
  paddings: readonly (readonly number[])[],
  constant: string,
  node: Node,
): string {
  const flat = g.ints(paddings.flat());
  const pairs = g.op("Reshape", [flat, g.ints([paddings.length, 2])], { T: type("int32") });
  return g.op("PadV2", [x, pairs, constant], first(node));
}

const resize =
  (op: string): Emit =>
  (g, [x], node) => {
    const { alignCorners, halfPixelCenters } = attrsOf<{
      alignCorners: boolean;
      halfPixelCenters: boolean;
    }>(node);
    return g.op(op, [x!, g.ints(node.shape.slice(1, 3))], {
      ...first(node),
      align_corners: { b: alignCorners },
      half_pixel_centers: { b: halfPixelCenters },
    });
  };

const everywhere = ({ shape }: Node): number[] => shape.map((_, axis) => axis);

const SPECIAL: Record<string, Emit> = {
  Conv2D: convolution("Conv2D", false),
  DepthwiseConv2dNative: convolution("DepthwiseConv2dNative", true),
  Conv2DBackpropInput: transposed,
  MaxPool: pool("MaxPool"),
  AvgPool: pool("AvgPool"),
  ResizeBilinear: resize("ResizeBilinear"),
  ResizeNearestNeighbor: resize("ResizeNearestNeighbor"),
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),
  FusedBatchNorm: (g, [x, mean, variance, scale, offset], node) =>
    g.op("FusedBatchNormV3", [x!, scale!, offset!, mean!, variance!], {
      ...first(node),
      epsilon: { f: attrsOf<{ varianceEpsilon: number }>(node).varianceEpsilon },
      is_training: { b: false },
      data_format: text("NHWC"),
    }),
  BatchMatMul: (g, inputs, node) => {
    const { transposeA, transposeB } = attrsOf<{ transposeA: boolean; transposeB: boolean }>(node);
    return g.op("BatchMatMulV2", inputs, {
      ...first(node),
      adj_x: { b: transposeA },
      adj_y: { b: transposeB },
    });
  },
  // One dimension of a shape may be inferred.
  Reshape: (g, [x], node) =>
    g.op("Reshape", [x!, g.ints(node.shape, everywhere(node))], first(node)),
  ExpandDims: (g, [x], node) =>
    g.op("ExpandDims", [x!, g.int(attrsOf<{ dim: number }>(node).dim)], first(node)),
  Transpose: (g, [x], node) =>
    g.op("Transpose", [x!, g.ints(attrsOf<{ perm: number[] }>(node).perm)], first(node)),
  Tile: (g, [x], node) =>
    g.op("Tile", [x!, g.ints(attrsOf<{ reps: number[] }>(node).reps)], first(node)),
  Slice: (g, [x], node) => {
    const { begin, size } = attrsOf<{ begin: number | number[]; size: number | number[] }>(node);
    const [input] = node.inputs;
    const [from] = slice_util.parseSliceParams(input as never, begin, size) as [number[]];
    // -1 takes the rest, which is the same as long as it is taken to the end.
    const open = everywhere(node).filter((i) => from[i]! + node.shape[i]! === input!.shape[i]);
    return g.op("Slice", [x!, g.ints(from), g.ints(node.shape, open)], first(node));
  },
  StridedSlice: (g, [x], node) => {
    const a = attrsOf<Record<string, number[] | number>>(node);
    const mask = (name: string): Attribute => ({ i: String(a[name] ?? 0) });
    return g.op(
      "StridedSlice",
      [x!, ...["begin", "end", "strides"].map((name) => g.ints(a[name] as number[]))],
      {
        ...first(node),
        begin_mask: mask("beginMask"),
        end_mask: mask("endMask"),
        ellipsis_mask: mask("ellipsisMask"),
        new_axis_mask: mask("newAxisMask"),
        shrink_axis_mask: mask("shrinkAxisMask"),
      },
    );
  },
  Reverse: (g, [x], node) => {
    const { dims } = attrsOf<{ dims: number | number[] }>(node);
    return g.op("ReverseV2", [x!, g.ints(util.parseAxisParam(dims, [...node.shape]))], first(node));
  },
  Concat: (g, inputs, node) => {
    const [axis] = util.parseAxisParam(attrsOf<{ axis: number }>(node).axis, [...node.shape]);
    return g.op("ConcatV2", [...inputs, g.int(axis!)], {
      ...first(node),
      N: { i: String(inputs.length) },
    });
  },
  PadV2: (g, [x], node) => {
    const { paddings, constantValue } = attrsOf<{ paddings: number[][]; constantValue: number }>(
      node,
    );
    const dtype = node.dtype as "float32";
    return padded(g, x!, paddings, g.number(constantValue, dtype), node);
  },
  GatherV2: (g, inputs, node) => {
    const { axis } = attrsOf<{ axis: number }>(node);
    return g.op("GatherV2", [...inputs, g.int(axis)], { ...first(node), batch_dims: { i: "0" } });
  },
  OneHot: (g, [indices], node) => {
    const { depth, onValue, offValue } = attrsOf<Record<string, number>>(node);
    const values = [g.int(depth!), g.number(onValue!), g.number(offValue!)];
    return g.op("OneHot", [indices!, ...values], { T: type(node.dtype), axis: { i: "-1" } });
  },
  Fill: (g, [value], node) => g.op("Fill", [g.ints(node.shape), value!], { T: type(node.dtype) }),
  Cast: (g, [x], node) =>
    g.op("Cast", [x!], { SrcT: type(node.inputs[0]!.dtype), DstT: type(node.dtype) }),
  LeakyRelu: (g, [x], node) =>
    g.op("LeakyRelu", [x!], {
      ...first(node),
      alpha: { f: attrsOf<{ alpha: number }>(node).alpha },
    }),
  ClipByValue: (g, [x], node) => {
    const { clipValueMin, clipValueMax } = attrsOf<Record<string, number>>(node);
    return g.op("ClipByValue", [x!, g.number(clipValueMin!), g.number(clipValueMax!)], first(node));
  },
  Cumsum: (g, [x], node) => {
    const { axis, exclusive, reverse } = attrsOf<{
      axis: number;
      exclusive: boolean;
      reverse: boolean;
    }>(node);
    return g.op("Cumsum", [x!, g.int(axis)], {
      ...first(node),
      exclusive: { b: exclusive },
      reverse: { b: reverse },
    });
  },
};

/**
 * How each recorded kernel is written in TensorFlow's vocabulary, by the kernel's name. What a name
 * is read as: the op lists of @tensorflow/tfjs-converter.
 */
export const OPS: ReadonlyMap<string, Emit> = new Map([
  ...SAME.split(" ").map((name) => [name, plain(name)] as const),
  ...Object.entries(RENAMED).map(([name, op]) => [name, plain(op)] as const),
  ...["Sum", "Mean", "Max", "Min", "Prod", "All", "Any"].map(
    (name) => [name, reduction(name)] as const,
  ),
  ...Object.entries(SPECIAL),
]);
