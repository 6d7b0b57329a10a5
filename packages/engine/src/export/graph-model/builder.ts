import { unpermute } from "../../graph/layout.ts";
import type { Node } from "../../graph/node.ts";
import type { TypedArray } from "../../onnx/session.ts";

/** The part of TensorFlow's AttrValue that is needed, as TensorFlow.js reads it from JSON. */
export type Attribute =
  | { readonly b: boolean }
  | { readonly f: number }
  | { readonly i: string }
  | { readonly s: string }
  | { readonly type: string }
  | { readonly list: { readonly i: readonly string[] } };

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, Attribute>>;
}

/** A constant node and its value, row-major. */
export interface Constant {
  readonly name: string;
  readonly dtype: "float32" | "int32" | "bool";
  readonly shape: readonly number[];
  readonly data: TypedArray;
  /** Positions of the list that may be left open as -1 where they depend on the batch size. */
  readonly open: readonly number[];
}

export const TYPES = { float32: "DT_FLOAT", int32: "DT_INT32", bool: "DT_BOOL" } as const;

export const text = (value: string): Attribute => ({ s: Buffer.from(value).toString("base64") });
export const integers = (values: readonly number[]): Attribute => ({
  list: { i: values.map(String) },
});
export const type = (dtype: string): Attribute => ({ type: TYPES[dtype as keyof typeof TYPES] });

/** Collects the nodes and constants of one graph. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly constants: Constant[] = [];
  /** What weights hold, so that two traces of one model copy them once. */
  readonly #copies: Map<Node, TypedArray>;

  constructor(copies: Map<Node, TypedArray>) {
    this.#copies = copies;
  }

  op(op: string, input: readonly string[], attr: GraphNode["attr"] = {}): string {
    const name = `${op}_${this.nodes.length}`;
    this.nodes.push({ name, op, input, attr });
    return name;
  }

  /** @param open positions that may depend on the batch size */
  ints(values: readonly number[], open: readonly number[] = []): string {
    return this.#constant("int32", [values.length], Int32Array.from(values), open);
  }

  int(value: number): string {
    return this.#constant("int32", [], Int32Array.of(value));
  }

  number(value: number, dtype: Constant["dtype"] = "float32"): string {
    if (dtype === "float32") return this.#constant(dtype, [], Float32Array.of(value));
    const data = dtype === "int32" ? Int32Array.of(value) : Uint8Array.of(value);
    return this.#constant(dtype, [], data);
  }

  /** A known value: a weight, or what the forward pass made itself. */
  known(node: Node): string {
    const { store, shape, dtype, scope } = node;
    const type = dtype as Constant["dtype"];
    if (store?.kind === "scalar") {
      const one = [store.value];
      const data =
        type === "float32"
          ? Float32Array.from(one)
          : type === "int32"
            ? Int32Array.from(one)
            : Uint8Array.from(one);
      return this.#constant(type, shape, data);
    }
    if (store?.kind !== "tensor")
      throw new Error(`Export: ${scope} reads text or complex numbers.`);
    // Copied: what the forward pass made itself goes back to the pool when the trace ends.
    const data = this.#copies.get(node) ?? unpermute(store.data, shape, store.perm);
    this.#copies.set(node, data);
    return this.#constant(type, shape, data);
  }

  #constant(
    dtype: Constant["dtype"],
    shape: readonly number[],
    data: TypedArray,
    open: readonly number[] = [],
  ): string {
    const name = `const_${this.constants.length}`;
    this.constants.push({ name, dtype, shape, data, open });
    return name;
  }
}
