import type { Tensor } from "onnxruntime-node";
import type { TypedArray } from "../onnx/session.ts";
import type { Builder } from "./builder.ts";
import type { Perm, Shape } from "./layout.ts";
import type { Value } from "./value.ts";

/** Element types that a graph computes with; anything else stays on the host. */
export type GraphType = "float32" | "int32" | "bool";
export type NodeType = GraphType | "string" | "complex64";

/** How one kind of node becomes ONNX operators. */
export interface Operation {
  readonly name: string;
  lower(b: Builder, inputs: Value[], node: Node): Value;
}

/** What a node holds once its value is known. */
export type Store =
  /** Memory in layout `perm`; `tensor` is ONNX Runtime's view of it. */
  | {
      readonly kind: "tensor";
      readonly data: TypedArray;
      readonly perm: Perm;
      readonly tensor: Tensor;
    }
  /** One number that the program wrote: baked into a graph until it turns out to change. */
  | { readonly kind: "scalar"; readonly value: number }
  /** Strings, complex numbers, tensors without elements. */
  | { readonly kind: "host"; readonly values: TypedArray | Uint8Array[] };

/** A value of the recorded program: known (`store`), to be computed (`operation`), or failed. */
export interface Node {
  readonly shape: Shape;
  readonly dtype: NodeType;
  /** Operation and attributes as text: what two nodes must share to be compiled alike. */
  readonly key: string;
  operation: Operation | null;
  inputs: readonly Node[];
  readonly attrs: unknown;
  /** The user's op that was running, for error messages. */
  readonly scope: string;
  store: Store | null;
  error: Error | null;
  /** Data ids that hold it. */
  handles: number;
  /** Position in the graph of the flush that runs; scratch space. */
  mark: number;
}
