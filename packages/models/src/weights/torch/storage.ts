import { ModelError } from "../../error.ts";

/** IEEE 754 half precision to single, bit by bit. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
function brain(halves: Uint16Array): Float32Array {
  const bits = Uint32Array.from(halves, (value) => value << 16);
  return new Float32Array(bits.buffer);
}

/** Numbers of a PyTorch storage class from its little-endian bytes. */
const DECODE: Record<string, (buffer: ArrayBuffer) => ArrayLike<number>> = {
  FloatStorage: (buffer) => new Float32Array(buffer),
  DoubleStorage: (buffer) => new Float64Array(buffer),
  HalfStorage: (buffer) => Float32Array.from(new Uint16Array(buffer), half),
  BFloat16Storage: (buffer) => brain(new Uint16Array(buffer)),
  LongStorage: (buffer) => Float64Array.from(new BigInt64Array(buffer), Number),
  IntStorage: (buffer) => new Int32Array(buffer),
  ShortStorage: (buffer) => new Int16Array(buffer),
  CharStorage: (buffer) => new Int8Array(buffer),
  ByteStorage: (buffer) => new Uint8Array(buffer),
  BoolStorage: (buffer) => new Uint8Array(buffer),
};

/** The numbers of `bytes`. @throws ModelError for a storage class that weights do not come in. */
export function decodeStorage(kind: string, bytes: Uint8Array): ArrayLike<number> {
  const decode = DECODE[kind];
  if (!decode)
    throw new ModelError(
      "weights",
      `The checkpoint holds a ${kind}; known are ${Object.keys(DECODE).join(", ")}.`,
    );
  // A copy starts at an aligned place.
  return decode(new Uint8Array(bytes).buffer);
}
