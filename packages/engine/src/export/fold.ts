import { permute, unpermute } from "../graph/layout.ts";
import type { OnnxInitializer, OnnxModel } from "../onnx/model.ts";
import { toHalf } from "../weights/half.ts";
import type { StoredArray } from "./trace.ts";

const inverse = (perm: readonly number[]): number[] => perm.map((_, axis) => perm.indexOf(axis));

/**
 * Puts the weights into the model: inputs that hold a known value become initializers. A weight
 * that is only transposed is stored transposed. With `half`, float32 weights of more than one
 * dimension are stored as float16 and cast when the model is loaded.
 */
export function foldWeights(
  model: OnnxModel,
  weights: ReadonlyMap<string, StoredArray>,
  half: boolean,
): OnnxModel {
  const arrays = new Map(weights);
  const nodes: OnnxModel["nodes"][number][] = [];
  for (const node of model.nodes) {
    const weight = node.op === "Transpose" ? arrays.get(node.inputs[0]!) : undefined;
    if (!weight) {
      nodes.push(node);
      continue;
    }
    const perm = node.attributes.perm as readonly number[];
    const dims = permute(weight.dims, perm);
    arrays.set(node.outputs[0]!, { data: unpermute(weight.data, dims, inverse(perm)), dims });
  }
  const used = new Set(nodes.flatMap((node) => node.inputs));
  const initializers: OnnxInitializer[] = [...model.initializers];
  const casts: OnnxModel["nodes"][number][] = [];
  for (const [name, { data, dims }] of arrays) {
    if (!used.has(name)) continue;
    const compress = half && data instanceof Float32Array && dims.length > 1;
    const stored = compress ? toHalf(data) : data;
    const element = compress
      ? "float16"
      : data instanceof Float32Array
        ? "float32"
        : data instanceof Int32Array
          ? "int32"
          : "bool";
    const raw = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
    const as = compress ? `${name}_half` : name;
    initializers.push({ name: as, element, dims, raw });
    if (compress)
      casts.push({
        op: "Cast",
        name: `${name}/Cast`,
        inputs: [as],
        outputs: [name],
        attributes: { to: 1 },
      });
  }
  const inputs = model.inputs.filter(({ name }) => !weights.has(name));
  return { ...model, nodes: [...casts, ...nodes], initializers, inputs };
}

/** Gives values of the graph other names. */
export function rename(model: OnnxModel, names: ReadonlyMap<string, string>): OnnxModel {
  const to = (name: string): string => names.get(name) ?? name;
  return {
    ...model,
    nodes: model.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(to),
      outputs: node.outputs.map(to),
    })),
    outputs: model.outputs.map((value) => ({ ...value, name: to(value.name) })),
  };
}
