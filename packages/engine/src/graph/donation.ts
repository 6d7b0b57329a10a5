import type { OnnxModel, OnnxNode } from "../onnx/model.ts";
import { same } from "./layout.ts";

/** How many operators lie at most between the only reader of a value and the output that replaces it. */
const REACH = 6;

/** Operators whose result may be the memory of their input under another shape. */
const ALIASES = new Set(["Reshape", "Identity", "Squeeze", "Unsqueeze", "Flatten"]);

/**
 * Pairs of an input that nobody needs afterwards and an output that may be written into its memory:
 * an optimizer's slots, so that they need no second copy. The input's only reader must be an
 * ancestor of the operator that makes the output: then it has run in whatever order ONNX Runtime
 * chooses.
 *
 * @param spent names of the inputs that may be overwritten
 * @returns input name by output name
 */
export function findDonations(model: OnnxModel, spent: ReadonlySet<string>): Map<string, string> {
  const readers = new Map<string, OnnxNode[]>();
  for (const node of model.nodes) {
    for (const input of new Set(node.inputs)) {
      const list = readers.get(input);
      if (list) list.push(node);
      else readers.set(input, [node]);
    }
  }
  const outputs = new Map(model.outputs.map((output) => [output.name, output]));
  const given = new Map<string, string>();
  for (const input of model.inputs) {
    const [reader, ...others] = readers.get(input.name) ?? [];
    if (!spent.has(input.name) || !reader || others.length > 0 || ALIASES.has(reader.op)) continue;
    const fits = (name: string): boolean => {
      const output = outputs.get(name);
      return (
        output !== undefined &&
        !given.has(name) &&
        output.element === input.element &&
        same(output.dims as number[], input.dims as number[])
      );
    };
    const found = descendants(reader, readers).find(fits);
    if (found) given.set(found, input.name);
  }
  return given;
}

/** Values made from a node's results, near ones first; the node's own results are left out. */
function descendants(start: OnnxNode, readers: ReadonlyMap<string, OnnxNode[]>): string[] {
  const found: string[] = [];
  const seen = new Set<OnnxNode>([start]);
  let edge = [start];
  for (let depth = 0; depth < REACH && edge.length > 0; depth++) {
    const next = new Set<OnnxNode>();
    for (const node of edge)
      for (const output of node.outputs)
        for (const reader of readers.get(output) ?? []) if (!seen.has(reader)) next.add(reader);
    for (const node of next) {
      seen.add(node);
      found.push(...node.outputs);
    }
    edge = [...next];
  }
  return found;
}
