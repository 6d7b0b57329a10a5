import { type Unzipped, unzipSync } from "fflate";
import { ModelError } from "../../error.ts";
import type { NamedArray } from "../array.ts";
import { decodeStorage } from "./storage.ts";
import { type Call, type Global, type Outside, unpickle } from "./unpickle.ts";

const CONVERT =
  "Convert it once with Python: from safetensors.torch import save_file; import torch; " +
  'save_file({k: v.contiguous() for k, v in torch.load("FILE", map_location="cpu").items()}, "FILE.safetensors")';

/**
 * Tensors by name of a checkpoint that `torch.save` of PyTorch 1.6 and later wrote: a zip of one
 * pickle and a file of numbers a storage. No Python and no code of the file runs. The tensors may be
 * the whole file (a `state_dict`) or its entry `model` or `state_dict`, as fastai and others save.
 * Anything else in the file is left out.
 * @throws ModelError for another format, with how to convert it
 */
export function readCheckpoint(file: Uint8Array): Map<string, NamedArray> {
  if (file[0] !== 0x50 || file[1] !== 0x4b)
    throw new ModelError("weights", `Not a zip checkpoint of PyTorch 1.6 or later. ${CONVERT}`);
  try {
    return readZip(file);
  } catch (error) {
    if (error instanceof ModelError) throw error;
    const reason = (error as Error).message;
    throw new ModelError("weights", `The checkpoint is damaged: ${reason}.`, { cause: error });
  }
}

function readZip(file: Uint8Array): Map<string, NamedArray> {
  // PyTorch stores without compression; what is packed could unpack to anything.
  const entries = unzipSync(file, { filter: ({ compression }) => compression === 0 });
  const pickle = Object.keys(entries).find((name) => /(^|\/)data\.pkl$/.test(name));
  if (!pickle) throw new ModelError("weights", `No data.pkl in the checkpoint. ${CONVERT}`);
  const root = pickle.slice(0, -"data.pkl".length);
  const open = opener(entries, root);
  const arrays = new Map<string, NamedArray>();
  for (const [name, value] of stateOf(unpickle(entries[pickle]!))) {
    const array = tensor(value, open);
    if (array) arrays.set(name, array);
  }
  if (arrays.size === 0)
    throw new ModelError("weights", `The checkpoint holds no tensors by name. ${CONVERT}`);
  return arrays;
}

type Open = (kind: string, key: string) => ArrayLike<number>;

/** Reads each storage once; tensors may share one. */
function opener(entries: Unzipped, root: string): Open {
  const cache = new Map<string, ArrayLike<number>>();
  return (kind, key) => {
    const known = cache.get(key);
    if (known) return known;
    const bytes = entries[`${root}data/${key}`];
    if (!bytes) throw new ModelError("weights", `The checkpoint lacks its storage ${key}.`);
    const numbers = decodeStorage(kind, bytes);
    cache.set(key, numbers);
    return numbers;
  };
}

/** The dictionary of tensors in what the pickle says. */
function stateOf(value: unknown): Map<string, unknown> {
  if (!(value instanceof Map)) return new Map();
  for (const key of ["model", "state_dict"])
    if (value.get(key) instanceof Map) return value.get(key) as Map<string, unknown>;
  return value as Map<string, unknown>;
}

const named = (value: unknown): string => (value as Global | undefined)?.global ?? "";

/** torch._utils._rebuild_tensor_v2(storage, offset, size, stride, ...); undefined for other values. */
function tensor(value: unknown, open: Open): NamedArray | undefined {
  const { call, args } = (value ?? {}) as Partial<Call>;
  if (!Array.isArray(args)) return undefined;
  if (named(call) === "torch._utils._rebuild_parameter") return tensor(args[0], open);
  if (named(call) !== "torch._utils._rebuild_tensor_v2") return undefined;
  const [storage, offset, shape, strides] = args as [Outside, number, number[], number[]];
  if (![storage?.outside, shape, strides].every(Array.isArray) || shape.length !== strides.length)
    throw new ModelError("weights", "The checkpoint is damaged: a tensor has no storage or shape.");
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
    throw new ModelError("weights", "The checkpoint is damaged: a tensor leaves its storage.");
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
