import type { Node } from "./node.ts";

/** What a flush computes: the nodes in order, the known values that they start from, and the result. */
export interface Plan {
  readonly nodes: readonly Node[];
  readonly leaves: readonly Node[];
  readonly outputs: readonly Node[];
  /** Equal for two plans that one compiled graph can serve. */
  readonly structure: string;
}

const NEEDED = -2;
const UNKNOWN = -1;

/**
 * Collects what the `wanted` nodes need out of everything recorded, in the order of recording.
 * No recursion: a step of a deep network records thousands of nodes in a chain.
 */
export function makePlan(recorded: readonly Node[], wanted: (node: Node) => boolean): Plan {
  const nodes: Node[] = [];
  for (let i = recorded.length - 1; i >= 0; i--) {
    const node = recorded[i]!;
    if (node.store || node.error || (node.mark !== NEEDED && !wanted(node))) continue;
    nodes.push(node);
    for (const input of node.inputs) if (!input.store) input.mark = NEEDED;
  }
  nodes.reverse();
  const leaves: Node[] = [];
  const outputs: Node[] = [];
  const parts: string[] = [];
  for (const [index, node] of nodes.entries()) {
    let part = node.key;
    for (const input of node.inputs) {
      if (input.store) {
        if (input.mark === UNKNOWN) {
          input.mark = leaves.push(input) - 1;
          parts.push(describe(input));
        }
        part += `,x${input.mark}`;
      } else part += `,${index - input.mark}`;
    }
    node.mark = index;
    if (wanted(node)) {
      outputs.push(node);
      part += "!";
    }
    parts.push(part);
  }
  for (const node of nodes) node.mark = UNKNOWN;
  for (const leaf of leaves) leaf.mark = UNKNOWN;
  return { nodes, leaves, outputs, structure: parts.join(";") };
}

function describe(leaf: Node): string {
  const { store, dtype, shape } = leaf;
  if (store!.kind !== "tensor") return `${dtype}[${shape}]#`;
  return `${dtype}[${shape}]${store!.perm}${isSpent(leaf) ? "~" : ""}`;
}

/** Whether the flush is the last to read a known value, so that its memory may be written over. */
export const isSpent = (leaf: Node): boolean => leaf.handles === 0 && leaf.store?.kind === "tensor";
