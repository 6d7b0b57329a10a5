import { type WeightArray, WeightsError } from "../safetensors.ts";
import type { Call, Global, Outside } from "./unpickle.ts";

/** Gives the numbers of a storage: its class and key are what the pickle names it by. */
export type Open = (kind: string, key: string) => ArrayLike<number>;

const named = (value: unknown): string => (value as Global | undefined)?.global ?? "";
const REBUILD = "torch._utils._rebuild_";

/**
 * The tensors by name in what a checkpoint's pickle says: the whole of it (a `state_dict`), or its
 * entry `model` or `state_dict`, as fastai and others save. Anything that is no tensor is left out.
 * @throws WeightsError for tensors that are not plain arrays of numbers, and where there are none
 */
export function tensorsOf(value: unknown, open: Open, convert: string): Map<string, WeightArray> {
  const arrays = new Map<string, WeightArray>();
  for (const [name, entry] of stateOf(value)) {
    const array = tensor(name, entry, open);
    if (array) arrays.set(name, array);
  }
  if (arrays.size > 0) return arrays;
  const { call } = (value ?? {}) as Partial<Call>;
  const what = call
    ? `a whole object (${named(call)}), not the state_dict of a model`
    : "no tensors by name";
  throw new WeightsError(`The checkpoint holds ${what}. ${convert}`);
}

function stateOf(value: unknown): Map<string, unknown> {
  if (!(value instanceof Map)) return new Map();
  for (const key of ["model", "state_dict"])
    if (value.get(key) instanceof Map) return value.get(key) as Map<string, unknown>;
  return value as Map<string, unknown>;
}

/** torch._utils._rebuild_tensor_v2(storage, offset, size, stride, ...); undefined for other values. */
function tensor(name: string, value: unknown, open: Open): WeightArray | undefined {
  const { call, args } = (value ?? {}) as Partial<Call>;
  const rebuild = named(call);
  if (!Array.isArray(args) || !rebuild.startsWith(REBUILD)) return undefined;
  if (rebuild === `${REBUILD}parameter`) return tensor(name, args[0], open);
  if (rebuild !== `${REBUILD}tensor_v2` && rebuild !== `${REBUILD}tensor`)
    throw new WeightsError(
      `${name} is no plain tensor (${rebuild.slice(REBUILD.length)}: quantized, sparse or on a device of its own). In Python: v.dequantize(), v.to_dense() or v.cpu() first, then save the state_dict again.`,
    );
  const [storage, offset, shape, strides] = args as [Outside, number, number[], number[]];
  if (![storage?.outside, shape, strides].every(Array.isArray) || shape.length !== strides.length)
    throw new WeightsError("The checkpoint is damaged: a tensor has no storage or shape.");
  const [, kind, key] = storage.outside as [string, Global, string];
  const numbers = open(named(kind).replace("torch.", ""), key);
  return { shape, data: gather(numbers, offset, shape, strides) };
}

/** The numbers of a strided view in row-major order. */
function gather(
  numbers: ArrayLike<number>,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): Float32Array {
  const size = shape.reduce((product, n) => product * n, 1);
  const reach = shape.reduce((sum, n, i) => sum + (n - 1) * strides[i]!, offset);
  if (size > numbers.length || (size > 0 && reach >= numbers.length))
    throw new WeightsError("The checkpoint is damaged: a tensor leaves its storage.");
  const data = new Float32Array(size);
  const index = shape.map(() => 0);
  let at = offset;
  for (let i = 0; i < data.length; i++) {
    data[i] = numbers[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= shape[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return data;
}
