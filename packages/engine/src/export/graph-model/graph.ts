import type { Node } from "../../graph/node.ts";
import type { TypedArray } from "../../onnx/session.ts";
import type { Recording } from "../trace.ts";
import { type Constant, GraphBuilder, type GraphNode } from "./builder.ts";
import { OPS } from "./ops.ts";

/** An input or output: its name and TensorFlow.js' shape; -1 where any length will do. */
export interface End {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly End[];
  readonly outputs: readonly End[];
}

/**
 * Writes a recording as TensorFlow's nodes.
 *
 * @throws Error that names a kernel for which TensorFlow.js' graphs have no operator
 */
export function graphOf(
  { plan, inputs, outputs }: Recording,
  copies: Map<Node, TypedArray>,
): Graph {
  const g = new GraphBuilder(copies);
  const names = new Map<Node, string>();
  for (const leaf of plan.leaves) names.set(leaf, inputs.get(leaf) ?? g.known(leaf));
  for (const node of plan.nodes) {
    const kernel = node.operation!.name;
    const emit = OPS.get(kernel);
    if (!emit)
      throw new Error(`Export: TensorFlow.js' graph models have no operator for ${kernel}.`);
    const given = node.inputs.map((input) => names.get(input)!);
    names.set(node, emit(g, given, node));
  }
  const renamed = new Map(plan.outputs.map((node, i) => [names.get(node)!, outputs[i]!]));
  const rename = (name: string): string => renamed.get(name) ?? name;
  return {
    nodes: g.nodes.map((node) => ({
      ...node,
      name: rename(node.name),
      input: node.input.map(rename),
    })),
    constants: g.constants,
    inputs: [...inputs].map(([{ dtype, shape }, name]) => ({ name, dtype, shape })),
    outputs: plan.outputs.map(({ dtype, shape }, i) => ({ name: outputs[i]!, dtype, shape })),
  };
}

/**
 * Makes one graph for any batch size out of the same one at two sizes.
 *
 * @throws Error that names the operator whose constants depend on the batch size
 */
export function anyBatch(one: Graph, other: Graph): Graph {
  if (JSON.stringify(one.nodes) !== JSON.stringify(other.nodes))
    throw new Error(
      "Export: the model does other things at other batch sizes; give `batch` a number.",
    );
  const loosen = (ends: readonly End[], others: readonly End[]): End[] =>
    ends.map((end, i) => ({
      ...end,
      shape: end.shape.map((length, at) => (length === others[i]!.shape[at] ? length : -1)),
    }));
  return {
    ...one,
    inputs: loosen(one.inputs, other.inputs),
    outputs: loosen(one.outputs, other.outputs),
    constants: one.constants.map((constant, i) => {
      const { data, name, open, shape } = constant;
      const theirs = other.constants[i]!.data;
      if (data === theirs) return constant;
      const differing = [...data.keys()].filter((at) => data[at] !== theirs[at]);
      if (differing.length === 0 && data.length === theirs.length) return constant;
      const user = one.nodes.find(({ input }) => input.includes(name))!;
      const most = user.op === "Reshape" ? 1 : shape[0]!;
      if (differing.length > most || !differing.every((at) => open.includes(at)))
        throw new Error(`Export: ${user.name} depends on the batch size; give \`batch\` a number.`);
      return { ...constant, data: data.map((value, at) => (differing.includes(at) ? -1 : value)) };
    }),
  };
}
