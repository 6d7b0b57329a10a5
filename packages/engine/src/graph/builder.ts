import { BLOCKED, blockSize } from "../onnx/blocks.ts";
import type { Attribute, OnnxInitializer, OnnxNode } from "../onnx/model.ts";
import type { TypedArray } from "../onnx/session.ts";
import {
  identity,
  type Perm,
  permute,
  reshapeLayout,
  type Shape,
  same,
  sameBytes,
  size,
} from "./layout.ts";
import type { GraphType } from "./node.ts";
import { transpose } from "./transpose.ts";
import type { Value } from "./value.ts";

const INT64 = (values: readonly number[]): Uint8Array =>
  new Uint8Array(BigInt64Array.from(values, BigInt).buffer);

/** Collects the ONNX operators of one graph; conversions that are asked for twice are made once. */
export class Builder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxInitializer[] = [];
  /** Names the operators that follow after the kernel that asked for them. */
  label = "";
  readonly opset: number;
  /** Whether the graph must run on providers other than the CPU. */
  readonly portable: boolean;
  /** Channels of a block in ONNX Runtime's blocked operators; 0 where they are not to be used. */
  readonly block: number;
  readonly #known = new Map<string, string>();
  #count = 0;

  constructor(opset: number, portable: boolean) {
    this.opset = opset;
    this.portable = portable;
    this.block = portable ? 0 : blockSize();
  }

  /** Adds one operator and returns the name of its output number `output`. */
  op(
    op: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
    output = 0,
  ): string {
    return this.ops(op, inputs, attributes, output + 1)[output]!;
  }

  /** Adds one operator and returns the names of its outputs. */
  ops(
    op: string,
    inputs: readonly string[],
    attributes: Record<string, Attribute>,
    count: number,
    domain?: string,
  ): string[] {
    const id = this.#count++;
    const outputs = Array.from({ length: count }, (_, i) => `v${id}${i === 0 ? "" : `_${i}`}`);
    const name = `${this.label}/${op}_${id}`;
    this.nodes.push({ op, name, inputs, outputs, attributes, ...(domain && { domain }) });
    return outputs;
  }

  /** Adds one of the operators that hold channels in blocks. */
  blocked(
    op: "Conv" | "ReorderInput" | "ReorderOutput",
    inputs: readonly string[],
    attributes: Record<string, Attribute> = {},
  ): string {
    return this.ops(op, inputs, attributes, 1, BLOCKED)[0]!;
  }

  /** A constant list of int64: shapes, axes, pads. */
  ints(values: readonly number[]): string {
    return this.#once(`i:${values}`, () =>
      this.#initializer("int64", [values.length], INT64(values)),
    );
  }

  /** A constant number of rank 0. */
  number(value: number, dtype: GraphType = "float32"): string {
    const array =
      dtype === "float32"
        ? Float32Array.of(value)
        : dtype === "int32"
          ? Int32Array.of(value)
          : Uint8Array.of(value);
    return this.#once(`n:${dtype}:${Object.is(value, -0) ? "-0" : value}`, () =>
      this.#initializer(dtype, [], new Uint8Array(array.buffer)),
    );
  }

  /** A constant tensor, row-major. */
  constant(data: Float32Array | Int32Array, dims: Shape): string {
    const dtype = data instanceof Float32Array ? "float32" : "int32";
    return this.#initializer(
      dtype,
      dims,
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    );
  }

  /** A constant list of positions to gather, made once for all that ask for the same `key`. */
  positions(key: string, make: () => Int32Array): string {
    return this.#once(`p:${key}`, () => {
      const list = make();
      return this.constant(list, [list.length]);
    });
  }

  /** A constant that stands for a whole tensor of one repeated number. */
  filled(value: number, shape: Shape, dtype: GraphType = "float32"): Value {
    return this.view(this.number(value, dtype), shape, dtype);
  }

  /** The ONNX value `name`, of rank 0, as a tensor of one repeated number. */
  view(name: string, shape: Shape, dtype: GraphType): Value {
    const perm = identity(shape.length);
    return { name, dtype, shape, dims: shape.map(() => 1), perm, physical: [] };
  }

  /** An ONNX value whose memory is a whole tensor in layout `perm`. */
  value(name: string, shape: Shape, dtype: GraphType, perm: Perm = identity(shape.length)): Value {
    return { name, dtype, shape, dims: shape, perm, physical: permute(shape, perm) };
  }

  /** What is stored of `v` in layout `perm`, broadcast axes still of length one. */
  stored(v: Value, perm: Perm): string {
    const target = permute(v.dims, perm);
    if (v.physical.length === 0 && size(v.dims) === 1)
      return this.reshaped(v.name, v.physical, target);
    if (sameBytes(v.dims, v.perm, perm)) return this.reshaped(v.name, v.physical, target);
    // An operand of lower rank lacks its leading axes yet.
    const ranked = this.reshaped(v.name, v.physical, permute(v.dims, v.perm));
    const order = perm.map((axis) => v.perm.indexOf(axis));
    return this.#once(`t:${ranked}:${order}`, () =>
      transpose(this, ranked, permute(v.dims, v.perm), order),
    );
  }

  /** The whole tensor in layout `perm`: what convolutions and products take. */
  whole(v: Value, perm: Perm = identity(v.shape.length)): string {
    const name = this.stored(v, perm);
    if (same(v.dims, v.shape)) return name;
    const target = permute(v.shape, perm);
    return this.#once(`e:${name}:${target}`, () => this.op("Expand", [name, this.ints(target)]));
  }

  /** ONNX Reshape of a name from one physical shape to another. */
  reshaped(name: string, from: Shape, to: Shape): string {
    if (same(from, to)) return name;
    return this.#once(`r:${name}:${to}`, () => this.op("Reshape", [name, this.ints(to)]));
  }

  /** The tensor read as another shape, in whatever layout that needs the least copying. */
  reshape(v: Value, shape: Shape): Value {
    if (v.physical.length === 0) return this.view(v.name, shape, v.dtype);
    // A view that only gains or loses axes of length one stays a view.
    const lasting = (s: Shape): number[] => s.filter((length) => length !== 1);
    if (!same(v.dims, v.shape) && same(lasting(v.shape), lasting(shape)))
      return this.#reshapeView(v, shape);
    const { before, after } = reshapeLayout(v.shape, v.perm, shape);
    const whole = this.whole(v, before);
    const physical = permute(shape, after);
    const name = this.reshaped(whole, permute(v.shape, before), physical);
    return { name, dtype: v.dtype, shape, dims: shape, perm: after, physical };
  }

  #reshapeView(v: Value, shape: Shape): Value {
    const stays = v.dims.filter((_, axis) => v.shape[axis] !== 1);
    let next = 0;
    const dims = shape.map((length) => (length === 1 ? 1 : stays[next++]!));
    const { before, after } = reshapeLayout(v.dims, v.perm, dims);
    const physical = permute(dims, after);
    const name = this.reshaped(this.stored(v, before), permute(v.dims, before), physical);
    return { name, dtype: v.dtype, shape, dims, perm: after, physical };
  }

  /** The same values as another element type. */
  cast(v: Value, dtype: GraphType): Value {
    if (v.dtype === dtype) return v;
    const to = { float32: 1, int32: 6, bool: 9 }[dtype];
    const name = this.#once(`c:${v.name}:${to}`, () => this.op("Cast", [v.name], { to }));
    return { ...v, name, dtype };
  }

  #once(key: string, make: () => string): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = make();
    this.#known.set(key, name);
    return name;
  }

  #initializer(element: OnnxInitializer["element"], dims: Shape, raw: Uint8Array): string {
    const name = `k${this.initializers.length}`;
    this.initializers.push({ name, element, dims, raw });
    return name;
  }
}

/** Which arrays hold which element type. */
export function allocate(dtype: GraphType, buffer: ArrayBuffer): TypedArray {
  if (dtype === "float32") return new Float32Array(buffer);
  return dtype === "int32" ? new Int32Array(buffer) : new Uint8Array(buffer);
}

export const BYTES = { float32: 4, int32: 4, bool: 1 } as const;
