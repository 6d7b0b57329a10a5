import { unzipSync } from "fflate";
import { type Weights, WeightsError } from "../safetensors.ts";
import { ByteReader } from "./byte-reader.ts";
import { decodeStorage, widthOf } from "./storage.ts";
import { type Open, tensorsOf } from "./tensor.ts";
import { type Global, type Outside, readPickle, unpickle } from "./unpickle.ts";

const CONVERT =
  "Convert it once with Python: from safetensors.torch import save_file; import torch; " +
  'm = torch.load("FILE", map_location="cpu", weights_only=False); s = m.state_dict() if hasattr(m, "state_dict") else m; ' +
  'save_file({k: v.float().contiguous() for k, v in s.items()}, "FILE.safetensors")';

const ascii = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((char, i) => bytes[at + i] === char.charCodeAt(0));

export const isZip = (file: Uint8Array): boolean => ascii(file, 0, "PK");
/** A pickle of protocol 2 or later, as which `torch.save` wrote before PyTorch 1.6. */
export const isPickle = (file: Uint8Array): boolean =>
  file[0] === 0x80 && file[1]! >= 2 && file[1]! <= 5;
/** The archive of PyTorch 0.1. */
export const isTar = (file: Uint8Array): boolean => ascii(file, 257, "ustar");

/**
 * Tensors by name of a checkpoint that `torch.save` wrote, as the zip of PyTorch 1.6 and later or as
 * the row of pickles before. No Python and no code of the file runs. The tensors may be the whole
 * file (a `state_dict`) or its entry `model` or `state_dict`, as fastai and others save. Anything else
 * in the file is left out.
 * @throws WeightsError for another format, with how to convert it
 */
export function readCheckpoint(file: Uint8Array): Weights {
  try {
    if (isZip(file)) return readZip(file);
    if (isTar(file)) throw new WeightsError(`This is an archive of PyTorch 0.1. ${CONVERT}`);
    if (isPickle(file)) return readPickles(file);
  } catch (error) {
    if (error instanceof WeightsError) throw error;
    const reason = (error as Error).message;
    throw new WeightsError(`The checkpoint is damaged: ${reason}.`, { cause: error });
  }
  throw new WeightsError(`Not a checkpoint of PyTorch. ${CONVERT}`);
}

/** One pickle, and a file of numbers for each storage. */
function readZip(file: Uint8Array): Weights {
  // PyTorch stores without compression; what is packed could unpack to anything.
  const entries = unzipSync(file, { filter: ({ compression }) => compression === 0 });
  const names = Object.keys(entries);
  if (names.some((name) => /(^|\/)constants\.pkl$/.test(name)))
    throw new WeightsError(
      'This is a TorchScript program, not a checkpoint. In Python: torch.save(torch.jit.load("FILE").state_dict(), "FILE.pth").',
    );
  const pickle = names.find((name) => /(^|\/)data\.pkl$/.test(name));
  if (!pickle) throw new WeightsError(`No data.pkl in the checkpoint. ${CONVERT}`);
  const root = pickle.slice(0, -"data.pkl".length);
  const open: Open = (kind, key) => {
    const bytes = entries[`${root}data/${key}`];
    if (!bytes) throw new WeightsError(`The checkpoint lacks its storage ${key}.`);
    return decodeStorage(kind, bytes);
  };
  return tensorsOf(unpickle(entries[pickle]!), once(open), CONVERT);
}

/** Reads each storage once; tensors may share one. */
function once(open: Open): Open {
  const cache = new Map<string, ArrayLike<number>>();
  return (kind, key) => {
    const numbers = cache.get(key) ?? open(kind, key);
    cache.set(key, numbers);
    return numbers;
  };
}

/** What every file before PyTorch 1.6 begins with. */
const MAGIC = 0x1950a86a20f9469cfc6cn;

/**
 * Five pickles one behind the other (magic number, version, platform, the object, keys of the
 * storages), then each storage: its length in 8 bytes and its numbers.
 * https://github.com/pytorch/pytorch/blob/v1.13.1/torch/serialization.py, `_legacy_save`
 */
function readPickles(file: Uint8Array): Weights {
  const reader = new ByteReader(file);
  if (readPickle(reader) !== Number(MAGIC))
    throw new WeightsError(`A pickle, but not one of torch.save. ${CONVERT}`);
  readPickle(reader);
  readPickle(reader);
  const kinds = new Map<string, string>();
  const value = readPickle(reader, ({ outside }: Outside) => {
    const [, kind, key] = outside as [string, Global, string];
    kinds.set(key, kind.global.replace("torch.", ""));
  });
  const storages = new Map<string, Uint8Array>();
  for (const key of readPickle(reader) as string[]) {
    const kind = kinds.get(key);
    if (kind === undefined) throw new RangeError(`storage ${key} has no type`);
    storages.set(key, reader.bytes(reader.uint64() * widthOf(kind)));
  }
  const open: Open = (kind, key) => {
    const bytes = storages.get(key);
    if (!bytes) throw new WeightsError(`The checkpoint lacks its storage ${key}.`);
    return decodeStorage(kind, bytes);
  };
  return tensorsOf(value, once(open), CONVERT);
}
