import { fromBfloat16, fromHalf } from "../half.ts";
import { WeightsError } from "../safetensors.ts";

interface Storage {
  /** Bytes of one number. */
  readonly width: number;
  readonly decode: (buffer: ArrayBuffer) => ArrayLike<number>;
}

/** Numbers of a PyTorch storage class from its little-endian bytes. */
const STORAGES: Record<string, Storage> = {
  FloatStorage: { width: 4, decode: (buffer) => new Float32Array(buffer) },
  DoubleStorage: { width: 8, decode: (buffer) => new Float64Array(buffer) },
  HalfStorage: { width: 2, decode: (buffer) => fromHalf(new Uint16Array(buffer)) },
  BFloat16Storage: { width: 2, decode: (buffer) => fromBfloat16(new Uint16Array(buffer)) },
  LongStorage: {
    width: 8,
    decode: (buffer) => Float64Array.from(new BigInt64Array(buffer), Number),
  },
  IntStorage: { width: 4, decode: (buffer) => new Int32Array(buffer) },
  ShortStorage: { width: 2, decode: (buffer) => new Int16Array(buffer) },
  CharStorage: { width: 1, decode: (buffer) => new Int8Array(buffer) },
  ByteStorage: { width: 1, decode: (buffer) => new Uint8Array(buffer) },
  BoolStorage: { width: 1, decode: (buffer) => new Uint8Array(buffer) },
};

function storage(kind: string): Storage {
  const known = Object.hasOwn(STORAGES, kind) ? STORAGES[kind] : undefined;
  if (known) return known;
  throw new WeightsError(
    `The checkpoint holds a ${kind}; known are ${Object.keys(STORAGES).join(", ")}. In Python turn its tensors into float32 first: {k: v.dequantize() if v.is_quantized else v.float() for k, v in state.items()}.`,
  );
}

/** Bytes of one number of a storage class. @throws WeightsError for one that weights do not come in */
export const widthOf = (kind: string): number => storage(kind).width;

/** The numbers of `bytes`. @throws WeightsError for a storage class that weights do not come in */
export function decodeStorage(kind: string, bytes: Uint8Array): ArrayLike<number> {
  // A copy starts at an aligned place.
  return storage(kind).decode(new Uint8Array(bytes).buffer);
}
