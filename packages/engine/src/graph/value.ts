import type { Perm, Shape } from "./layout.ts";
import type { GraphType } from "./node.ts";

/**
 * A value while a graph is lowered: a name in the ONNX graph and how its memory means a tensor.
 * It may be a broadcast view: an axis whose `dims` is 1 where `shape` is longer repeats itself.
 */
export interface Value {
  readonly name: string;
  readonly dtype: GraphType;
  /** Logical shape of the tensor. */
  readonly shape: Shape;
  /** Logical shape of what is stored: each entry is that of `shape`, or 1. */
  readonly dims: Shape;
  /** Layout of what is stored. */
  readonly perm: Perm;
  /** Shape of the ONNX value: `perm` applied to `dims`, or [] for one number. */
  readonly physical: Shape;
  /** The values of a node with several; then the node's own means nothing. */
  readonly parts?: readonly Value[];
}
