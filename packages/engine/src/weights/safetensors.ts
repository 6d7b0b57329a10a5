import { fromBfloat16, fromHalf } from "./half.ts";

/** A named array of weights as a file holds it. */
export interface WeightArray {
  readonly shape: readonly number[];
  /** Half precisions are widened to float32, 64-bit integers narrowed to 32. */
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export type Weights = ReadonlyMap<string, WeightArray>;

/** A weights file can't be read; the message says what to do. */
export class WeightsError extends Error {
  override readonly name = "WeightsError";
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const DECODE: Record<string, (buffer: ArrayBuffer) => WeightArray["data"]> = {
  F32: (buffer) => new Float32Array(buffer),
  F16: (buffer) => fromHalf(new Uint16Array(buffer)),
  BF16: (buffer) => fromBfloat16(new Uint16Array(buffer)),
  F64: (buffer) => Float32Array.from(new Float64Array(buffer)),
  I32: (buffer) => new Int32Array(buffer),
  I64: (buffer) => Int32Array.from(new BigInt64Array(buffer), Number),
  U8: (buffer) => new Uint8Array(buffer),
  BOOL: (buffer) => new Uint8Array(buffer),
};

/**
 * Reads a safetensors file: eight bytes with the header's length, a JSON header, the arrays.
 * https://github.com/huggingface/safetensors#format
 *
 * @throws WeightsError where the file is damaged or holds another element type
 */
export function readSafetensors(file: Uint8Array): Weights {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = file.length >= 8 ? Number(view.getBigUint64(0, true)) : Number.POSITIVE_INFINITY;
  if (8 + length > file.length)
    throw new WeightsError(
      "Neither safetensors, nor a TensorFlow.js model.json, nor a checkpoint of PyTorch; or cut short.",
    );
  const header = parseHeader(file.subarray(8, 8 + length));
  const weights = new Map<string, WeightArray>();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const decode = DECODE[dtype];
    if (!decode)
      throw new WeightsError(
        `${name} has element type ${dtype}; known are ${Object.keys(DECODE).join(", ")}.`,
      );
    const [begin, end] = data_offsets.map((offset) => 8 + length + offset) as [number, number];
    if (end > file.length)
      throw new WeightsError(
        `The file is cut short: ${name} ends at byte ${end} of ${file.length}.`,
      );
    // A copy, because the arrays in the file need not be aligned.
    const data = decode(new Uint8Array(file.subarray(begin, end)).buffer);
    const count = shape.reduce((a, b) => a * b, 1);
    if (data.length !== count)
      throw new WeightsError(
        `${name} has ${data.length} elements, its shape [${shape}] says ${count}.`,
      );
    weights.set(name, { shape, data });
  }
  return weights;
}

function parseHeader(bytes: Uint8Array): Record<string, Entry> {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, Entry>;
  } catch {
    throw new WeightsError("Not a safetensors file: its header is no JSON.");
  }
}
