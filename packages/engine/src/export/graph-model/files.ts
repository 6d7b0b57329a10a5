import { toHalf } from "../../weights/half.ts";
import { type Constant, TYPES } from "./builder.ts";
import type { End, Graph } from "./graph.ts";

/** A file of the model, by its name beside the others. */
export interface ModelFile {
  readonly path: string;
  readonly data: Uint8Array;
}

/** What TensorFlow.js' own converter cuts weights into, so that browsers cache them. */
const SHARD_BYTES = 4 * 2 ** 20;

const shapeOf = (shape: readonly number[]) => ({
  dim: shape.map((size) => ({ size: String(size) })),
});
const dtypeOf = (dtype: string): string => TYPES[dtype as keyof typeof TYPES];

/**
 * `model.json` and the weights, in TensorFlow.js' format "graph-model".
 *
 * @param half float32 weights of more than one dimension are stored in half precision
 */
export function modelFiles(
  { nodes, constants, inputs, outputs }: Graph,
  meta: Readonly<Record<string, unknown>>,
  half: boolean,
): ModelFile[] {
  const stored = constants.map((constant) => store(constant, half));
  const bytes = Buffer.concat(stored.map(({ data }) => data));
  const count = Math.ceil(bytes.length / SHARD_BYTES);
  const shards = Array.from({ length: count }, (_, i) => ({
    path: `group1-shard${i + 1}of${count}.bin`,
    data: new Uint8Array(bytes.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES)),
  }));
  const ends = (list: readonly End[]) =>
    Object.fromEntries(
      list.map(({ name, dtype, shape }) => [
        name,
        { name: `${name}:0`, dtype: dtypeOf(dtype), tensorShape: shapeOf(shape) },
      ]),
    );
  const json = {
    format: "graph-model",
    generatedBy: "maskboard",
    convertedBy: "maskboard",
    signature: { inputs: ends(inputs), outputs: ends(outputs) },
    userDefinedMetadata: meta,
    modelTopology: {
      node: [
        ...inputs.map(({ name, dtype, shape }) => ({
          name,
          op: "Placeholder",
          attr: { dtype: { type: dtypeOf(dtype) }, shape: { shape: shapeOf(shape) } },
        })),
        ...constants.map(({ name, dtype, shape }) => ({
          name,
          op: "Const",
          attr: {
            dtype: { type: dtypeOf(dtype) },
            value: { tensor: { dtype: dtypeOf(dtype), tensorShape: shapeOf(shape) } },
          },
        })),
        ...nodes,
      ],
      library: {},
      versions: { producer: 1 },
    },
    weightsManifest: [
      { paths: shards.map(({ path }) => path), weights: stored.map(({ entry }) => entry) },
    ],
  };
  return [{ path: "model.json", data: Buffer.from(JSON.stringify(json)) }, ...shards];
}

function store({ name, dtype, shape, data }: Constant, half: boolean) {
  const compress = half && data instanceof Float32Array && shape.length > 1;
  const array = compress ? toHalf(data) : data;
  return {
    data: new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
    entry: {
      ...{ name, shape, dtype },
      ...(compress && { quantization: { dtype: "float16", original_dtype: "float32" } }),
    },
  };
}
