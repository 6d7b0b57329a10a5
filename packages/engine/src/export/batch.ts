import type { OnnxInitializer, OnnxModel, OnnxNode } from "../onnx/model.ts";

const ints = ({ raw }: OnnxInitializer): number[] =>
  Array.from(new BigInt64Array(raw.slice().buffer), Number);

const sameRaw = (a: OnnxInitializer, b: OnnxInitializer): boolean =>
  a.raw.length === b.raw.length && a.raw.every((byte, i) => byte === b.raw[i]);

/**
 * Makes one model for any batch size out of the same model at two sizes: what differs between them
 * is the batch. In a Reshape it may be inferred (-1); anywhere else it can't be left open.
 *
 * @throws Error that names the operator whose constants depend on the batch size
 */
export function anyBatch(first: OnnxModel, second: OnnxModel): OnnxModel {
  const describe = (nodes: readonly OnnxNode[]): string =>
    JSON.stringify(nodes.map(({ op, inputs, attributes }) => [op, inputs, attributes]));
  if (describe(first.nodes) !== describe(second.nodes))
    throw new Error(
      "Export: the model does other things at other batch sizes; give `batch` a number.",
    );
  const initializers = first.initializers.map((initializer, i) => {
    const other = second.initializers[i]!;
    if (sameRaw(initializer, other)) return initializer;
    const users = first.nodes.filter((node) => node.inputs.includes(initializer.name));
    const sized = initializer.element === "int64" && initializer.raw.length === other.raw.length;
    const [mine, theirs] = sized ? [ints(initializer), ints(other)] : [[], []];
    const open = mine.flatMap((value, at) => (value === theirs[at] ? [] : [at]));
    if (users.some((node) => node.op !== "Reshape") || open.length !== 1) {
      const name = users[0]?.name ?? initializer.name;
      throw new Error(`Export: ${name} depends on the batch size; give \`batch\` a number.`);
    }
    const dims = mine.map((value, at) => (at === open[0] ? -1 : value));
    return { ...initializer, raw: new Uint8Array(BigInt64Array.from(dims, BigInt).buffer) };
  });
  const loosen = <V extends OnnxModel["inputs"][number]>(
    values: readonly V[],
    others: readonly V[],
  ): V[] =>
    values.map((value, i) => ({
      ...value,
      dims: value.dims.map((dim, at) => (dim === others[i]!.dims[at] ? dim : "batch")),
    }));
  return {
    ...first,
    initializers,
    inputs: loosen(first.inputs, second.inputs),
    outputs: loosen(first.outputs, second.outputs),
  };
}
