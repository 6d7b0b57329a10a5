import { size } from "./layout.ts";
import type { Node } from "./node.ts";
import type { Plan } from "./plan.ts";

/** Readers that lie further apart than so many nodes are in different passes of a step. */
const FAR = 150;
/** Smaller tensors are not worth the trouble. */
const WORTHWHILE = 4096;
const CHEAP = new Set(["Sub", "Add", "Multiply", "RealDiv"]);

/**
 * Finds values that are cheaper to compute again than to keep from the forward pass to the backward
 * pass: a large tensor moved or scaled by a small one, like x - mean in a normalization, whose large
 * operand is kept anyway.
 */
export class Remaking {
  readonly #made = new Map<Node, number>();
  readonly #kept = new Set<Node>();

  constructor(plan: Plan) {
    const last = new Map<Node, number>();
    for (const [index, node] of plan.nodes.entries()) {
      this.#made.set(node, index);
      for (const input of node.inputs) last.set(input, index);
    }
    const outputs = new Set(plan.outputs);
    for (const [index, node] of plan.nodes.entries()) {
      const large = node.inputs.find((input) => size(input.shape) === size(node.shape));
      const small = node.inputs.find((input) => size(input.shape) * 16 <= size(node.shape));
      const cheap =
        CHEAP.has(node.operation!.name) && large && small && size(node.shape) >= WORTHWHILE;
      const until = last.get(node) ?? index;
      // Recomputing is free of memory only while the large operand is there for others.
      if (
        !cheap ||
        outputs.has(node) ||
        until - index <= FAR ||
        (last.get(large) ?? 0) < until - FAR
      )
        this.#kept.add(node);
    }
  }

  /** Whether the reader at `index` should have `node` computed afresh. */
  wants(node: Node, index: number): boolean {
    const made = this.#made.get(node);
    if (made === undefined || this.#kept.has(node) || index - made <= FAR) return false;
    this.#made.set(node, index);
    return true;
  }
}
