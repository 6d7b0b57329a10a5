import { align } from "../graph/broadcast.ts";
import type { Builder } from "../graph/builder.ts";
import { size } from "../graph/layout.ts";
import type { Node } from "../graph/node.ts";
import type { Value } from "../graph/value.ts";
import { composite, type Kernel, native } from "./kernel.ts";

/** The numbers of an update, in the order in which they come before the tensors. */
const NUMBERS = ["beta1", "beta2", "epsilon", "rate", "beta1Power", "beta2Power"] as const;

interface Numbers {
  readonly beta1: Value;
  readonly beta2: Value;
  readonly rest1: Value;
  readonly rest2: Value;
  readonly rate: Value;
  readonly epsilon: Value;
}

/** What one parameter has: its value, both moments, its gradient. */
type Slots = readonly [value: Value, first: Value, second: Value, gradient: Value];

function elementwise(b: Builder, op: string, ...inputs: Value[]): Value {
  const shape = inputs.reduce(
    (a, v) => (v.shape.length > a.length ? v.shape : a),
    inputs[0]!.shape,
  );
  const { names, result } = align(b, inputs, shape);
  return result(b.op(op, names), "float32");
}

/**
 * With s = sqrt(1 - beta2^t), the rate times s / (1 - beta1^t) and epsilon times s make the
 * corrections of both moments two numbers, so that they cost no pass over memory (Kingma and Ba
 * 2014, arXiv 1412.6980, end of section 2; epsilon is the one before that reordering).
 */
function numbers(b: Builder, inputs: readonly Value[]): Numbers {
  const [beta1, beta2, epsilon, rate, power1, power2] = inputs as [
    ...[Value, Value, Value, Value, Value, Value],
  ];
  const one = b.filled(1, []);
  const rest = (v: Value): Value => elementwise(b, "Sub", one, v);
  const root = elementwise(b, "Sqrt", rest(power2));
  return {
    ...{ beta1, beta2, rest1: rest(beta1), rest2: rest(beta2) },
    rate: elementwise(b, "Div", elementwise(b, "Mul", rate, root), rest(power1)),
    epsilon: elementwise(b, "Mul", epsilon, root),
  };
}

/** New value and moments: m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, w -= rate m / (sqrt(v) + eps). */
function updated(b: Builder, [value, first, second, gradient]: Slots, n: Numbers): Value[] {
  const f = (op: string, ...inputs: Value[]): Value => elementwise(b, op, ...inputs);
  const m = f("Add", f("Mul", first, n.beta1), f("Mul", gradient, n.rest1));
  const square = f("Mul", gradient, gradient);
  const v = f("Add", f("Mul", second, n.beta2), f("Mul", square, n.rest2));
  const step = f("Div", m, f("Add", f("Sqrt", v), n.epsilon));
  return [f("Sub", value, f("Mul", step, n.rate)), m, v];
}

/** Vectors are short: all of them are updated as one, put end to end. */
function together(b: Builder, all: readonly Slots[], n: Numbers): Value[][] {
  if (all.length < 2) return all.map((slots) => updated(b, slots, n));
  const lengths = all.map(([value]) => size(value.shape));
  const total = [lengths.reduce((sum, length) => sum + length, 0)];
  const joined = [0, 1, 2, 3].map((i) => {
    const parts = all.map((slots) => b.whole(slots[i]!));
    return b.value(b.op("Concat", parts, { axis: 0 }), total, "float32");
  });
  const results = updated(b, joined as unknown as Slots, n).map((v) =>
    b.ops("Split", [b.whole(v), b.ints(lengths)], { axis: 0 }, lengths.length),
  );
  return all.map(([{ shape }], i) => results.map((parts) => b.value(parts[i]!, shape, "float32")));
}

/** All updates of a step as one node: recording each of their operators costs more than computing them. */
const updates = native<object>({
  name: "AdamUpdates",
  args: "list",
  infer: () => ({ shape: [], dtype: "float32" }),
  lower: (b, inputs) => {
    const n = numbers(b, inputs);
    const tensors = inputs.slice(NUMBERS.length);
    const count = tensors.length / 4;
    const all = Array.from(
      { length: count },
      (_, i) => [0, 1, 2, 3].map((k) => tensors[k * count + i]!) as unknown as Slots,
    );
    const short = all.filter(([value]) => value.shape.length === 1);
    const results = new Map(together(b, short, n).map((made, i) => [short[i]!, made]));
    const made = all.map((slots) => results.get(slots) ?? updated(b, slots, n));
    const parts = [0, 1, 2].flatMap((k) => made.map((one) => one[k]!));
    return { ...b.filled(0, []), parts };
  },
});

const part = native<{ index: number; shape: number[] }>({
  name: "Part",
  args: ["whole"],
  infer: (_, { shape }) => ({ shape, dtype: "float32" }),
  lower: (_, [whole], { attrs }) => whole!.parts![attrs.index]!,
});

/** Inputs: the numbers, then values, first moments, second moments, gradients; outputs: the first three anew. */
const adam = composite<object>({
  name: "Adam",
  args: "list",
  run: (record, inputs) => {
    const tensors = inputs.slice(NUMBERS.length);
    const whole = record("AdamUpdates", inputs);
    const results = tensors.slice(0, (tensors.length / 4) * 3);
    return results.map(({ shape }: Node, index) => record("Part", [whole], { index, shape }));
  },
});

/** Kernels of our own, called by `optimizers/adam.ts`. */
export const adams: Kernel[] = [updates, part, adam];
