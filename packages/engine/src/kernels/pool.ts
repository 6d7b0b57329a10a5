import type { Builder } from "../graph/builder.ts";
import { size } from "../graph/layout.ts";
import type { Node } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { type Geometry, type PoolAttrs, poolGeometry, windowAttributes } from "./geometry.ts";
import { type Kernel, native } from "./kernel.ts";

const float = (inputs: readonly Node[]): boolean => inputs.every((n) => n.dtype === "float32");

function pool(name: string, onnx: string): Kernel {
  return native<PoolAttrs>({
    name,
    args: ["x"],
    accepts: float,
    infer: ([x], attrs) => ({ shape: poolGeometry(x!.shape, attrs).outShape, dtype: "float32" }),
    lower: (b, [x], { shape, attrs }) => {
      const g = poolGeometry(x!.shape, attrs);
      const output = b.op(onnx, [b.whole(x!, g.perm)], windowAttributes(g));
      return b.value(output, shape, "float32", g.perm);
    },
  });
}

const overlaps = (g: Geometry): boolean => g.strides[0] < g.kernel[0] || g.strides[1] < g.kernel[1];

/** The gradient goes to the first maximum of each window, found once more and scattered there. */
function scattered(b: Builder, x: Value, dy: Value, g: Geometry): string {
  const indices = b.op("MaxPool", [b.whole(x, g.perm)], windowAttributes(g), 1);
  const flat = (name: string): string => b.op("Reshape", [name, b.ints([-1])]);
  const zeros = b.op("Expand", [b.number(0), b.ints([size(x.shape)])]);
  const reduction = overlaps(g) ? "add" : "none";
  const sum = b.op("ScatterElements", [zeros, flat(indices), flat(b.whole(dy, g.perm))], {
    axis: 0,
    reduction,
  });
  return b.op("Reshape", [sum, b.ints([g.batch, g.inChannels, ...g.input])]);
}

/** The same by comparison, tap after tap, for providers without indices: only the first equal one takes. */
function compared(b: Builder, x: Value, y: Value, dy: Value, g: Geometry): string {
  const { before, after, input, output, strides, kernel } = g;
  const pads = b.ints([0, 0, ...before, 0, 0, ...after]);
  const padded = b.op("Pad", [b.whole(x, g.perm), pads, b.number(-3.4e38)]);
  const maximum = b.whole(y, g.perm);
  let rest = b.whole(dy, g.perm);
  let sum = "";
  const full = [0, 1].map((i) => input[i]! + before[i]! + after[i]!);
  for (let h = 0; h < kernel[0]; h++)
    for (let w = 0; w < kernel[1]; w++) {
      const end = [h + (output[0] - 1) * strides[0] + 1, w + (output[1] - 1) * strides[1] + 1];
      const tap = b.op("Slice", [
        padded,
        b.ints([h, w]),
        b.ints(end),
        b.ints([2, 3]),
        b.ints(strides),
      ]);
      const equal = b.op("Equal", [tap, maximum]);
      const share = b.op("Where", [equal, rest, b.number(0)]);
      rest = b.op("Where", [equal, b.number(0), rest]);
      const spread = placed(b, share, g, [h, w], full);
      sum = sum === "" ? spread : b.op("Add", [sum, spread]);
    }
  const ends = [before[0] + input[0], before[1] + input[1]];
  return b.op("Slice", [sum, b.ints(before), b.ints(ends), b.ints([2, 3]), b.ints([1, 1])]);
}

/** Puts the values of windows `stride` apart into the padded input, from `offset` on. */
function placed(
  b: Builder,
  name: string,
  g: Geometry,
  offset: readonly number[],
  full: readonly number[],
): string {
  const { batch, inChannels, output, strides } = g;
  const head = [batch, inChannels];
  const split = b.op("Reshape", [name, b.ints([...head, output[0], 1, output[1], 1])]);
  const gaps = b.ints([0, 0, 0, 0, 0, 0, 0, 0, 0, strides[0] - 1, 0, strides[1] - 1]);
  const stuffed = b.op("Pad", [split, gaps, b.number(0)]);
  const grown = [output[0] * strides[0], output[1] * strides[1]];
  const grid = b.op("Reshape", [stuffed, b.ints([...head, ...grown])]);
  const behind = [0, 1].map((i) => full[i]! - grown[i]! - offset[i]!);
  // Negative padding cuts the gap behind the last window off.
  return b.op("Pad", [grid, b.ints([0, 0, ...offset, 0, 0, ...behind]), b.number(0)]);
}

const maxPoolGrad = native<PoolAttrs>({
  name: "MaxPoolGrad",
  args: ["dy", "input", "output"],
  accepts: float,
  infer: ([, input]) => input!,
  lower: (b, [dy, x, y], { shape, attrs }) => {
    const g = poolGeometry(shape, attrs);
    const name = b.portable ? compared(b, x!, y!, dy!, g) : scattered(b, x!, dy!, g);
    return b.value(name, shape, "float32", g.perm);
  },
});

/** How many real pixels each window averages, the padding left out. */
function counts(g: Geometry): Float32Array {
  const along = (i: 0 | 1): number[] =>
    Array.from({ length: g.output[i] }, (_, at) => {
      const start = at * g.strides[i] - g.before[i];
      return Math.min(start + g.kernel[i], g.input[i]) - Math.max(start, 0);
    });
  const [rows, columns] = [along(0), along(1)];
  return Float32Array.from(rows.flatMap((r) => columns.map((c) => 1 / (r * c))));
}

const avgPoolGrad = native<PoolAttrs>({
  name: "AvgPoolGrad",
  args: ["dy", "input"],
  accepts: float,
  infer: ([, input]) => input!,
  lower: (b, [dy], { shape, attrs }) => {
    const g = poolGeometry(shape, attrs);
    const { batch, inChannels, output, input, kernel } = g;
    const share = b.op("Mul", [b.whole(dy!, g.perm), b.constant(counts(g), output)]);
    // Every channel alike: one transposed convolution with ones over all of them as a batch.
    const planes = b.op("Reshape", [share, b.ints([batch * inChannels, 1, ...output])]);
    const ones = b.constant(new Float32Array(kernel[0] * kernel[1]).fill(1), [1, 1, ...kernel]);
    const extra = [0, 1].map(
      (i) => (output[i]! - 1) * g.strides[i]! + kernel[i]! - g.before[i]! - input[i]!,
    );
    const spread = b.op("ConvTranspose", [planes, ones], {
      kernel_shape: kernel,
      strides: g.strides,
      pads: [...g.before, ...extra.map((n) => Math.max(n, 0))],
      output_padding: extra.map((n) => Math.max(-n, 0)),
    });
    const name = b.op("Reshape", [spread, b.ints([batch, inChannels, ...input])]);
    return b.value(name, shape, "float32", g.perm);
  },
});

export const pools: Kernel[] = [
  pool("MaxPool", "MaxPool"),
  pool("AvgPool", "AveragePool"),
  maxPoolGrad,
  avgPoolGrad,
];
