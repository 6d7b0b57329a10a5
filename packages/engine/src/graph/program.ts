import type { Tensor } from "onnxruntime-node";
import { encodeModel, type OnnxModel, type OnnxNode, type OnnxValue } from "../onnx/model.ts";
import { makeTensor, Session, type SessionOptions, type TypedArray } from "../onnx/session.ts";
import { withoutCopies } from "../onnx/stop.ts";
import type { Pool } from "../pool.ts";
import { allocate, Builder, BYTES } from "./builder.ts";
import { findDonations } from "./donation.ts";
import { identity, type Perm, permute, type Shape, size } from "./layout.ts";
import type { GraphType, Node, Store } from "./node.ts";
import { isSpent, type Plan } from "./plan.ts";
import { Remaking } from "./remake.ts";
import type { Value } from "./value.ts";

/** The opset of graphs that run here: the first with every reduction the lowerings use. */
const OPSET = 18;

interface Slot {
  readonly name: string;
  readonly dtype: GraphType;
  readonly shape: Shape;
  readonly perm: Perm;
  readonly physical: Shape;
}

/** A lowered graph: what goes in, what comes out, and the model between. */
export interface Lowered {
  readonly model: OnnxModel;
  /** Name of each leaf's input; null where the leaf is baked in or unused. */
  readonly inputs: readonly (string | null)[];
  readonly outputs: readonly Slot[];
}

export interface LowerOptions {
  readonly opset: number;
  /** Keep to operators and forms that every execution provider has, at some cost on the CPU. */
  readonly portable: boolean;
  /** Leaves that hold one number and still are inputs of the graph, by position. */
  readonly promoted: ReadonlySet<number>;
  /** What an input is to be called. */
  readonly leafName?: (leaf: Node, position: number) => string;
  /** The layout in which an input comes; default: the one that it is held in. */
  readonly leafPerm?: (leaf: Node) => Perm | undefined;
  /** The layout in which an output leaves; default: the one that it was computed in. */
  readonly outputPerm?: (shape: Shape) => Perm;
}

/** Turns a plan into an ONNX model. Errors of a lowering carry the label of its node. */
export function lower(plan: Plan, options: LowerOptions): Lowered {
  const b = new Builder(options.opset, options.portable);
  const values = new Map<Node, Value>();
  const inputs: OnnxValue[] = [];
  const names = plan.leaves.map((leaf, position) => {
    const { store, shape } = leaf;
    const dtype = leaf.dtype as GraphType;
    const name = options.leafName?.(leaf, position) ?? `x${position}`;
    if (store?.kind === "scalar") {
      const promoted = options.promoted.has(position);
      if (promoted) inputs.push({ name, element: dtype, dims: [] });
      values.set(leaf, b.view(promoted ? name : b.number(store.value, dtype), shape, dtype));
      return promoted ? name : null;
    }
    const own = store?.kind === "tensor" ? store.perm : identity(shape.length);
    const perm = options.leafPerm?.(leaf) ?? own;
    const value = b.value(name, shape, dtype, perm);
    inputs.push({ name, element: dtype, dims: value.physical });
    values.set(leaf, value);
    return name;
  });
  const remake = new Remaking(plan);
  const operands = (node: Node, index: number): Value[] =>
    node.inputs.map((input) => {
      const again = remake.wants(input, index);
      if (again) values.set(input, input.operation!.lower(b, operands(input, index), input));
      return values.get(input)!;
    });
  for (const [index, node] of plan.nodes.entries()) {
    b.label = `${node.operation!.name}#${index}`;
    try {
      values.set(node, node.operation!.lower(b, operands(node, index), node));
    } catch (error) {
      throw new Error(`${b.label}/ ${(error as Error).message}`, { cause: error });
    }
  }
  const taken = new Set([
    ...inputs.map((input) => input.name),
    ...b.initializers.map((k) => k.name),
  ]);
  const outputs = plan.outputs.map((node): Slot => {
    const value = values.get(node)!;
    b.label = "output";
    const perm = options.outputPerm?.(value.shape) ?? value.perm;
    let name = b.whole(value, perm);
    if (taken.has(name)) name = b.op("Identity", [name]);
    taken.add(name);
    const { dtype, shape } = value;
    return { name, dtype, shape, perm, physical: permute(shape, perm) };
  });
  const model: OnnxModel = {
    opset: options.opset,
    nodes: weightsFirst(b.nodes, inputs),
    initializers: b.initializers,
    inputs,
    outputs: outputs.map((slot) => ({ name: slot.name, element: slot.dtype, dims: slot.physical })),
  };
  return { model, inputs: names, outputs };
}

const REARRANGING = new Set(["Transpose", "Reshape", "MatMul", "Gather", "Pad", "ReorderInput"]);

/**
 * Moves operators that only rearrange inputs to the front. ONNX Runtime walks back from the outputs
 * and, where an operator has two sources, runs the one with the higher index first. A turned filter
 * must be the lower one: otherwise all of them are made before the first layer runs, and kept.
 */
function weightsFirst(nodes: readonly OnnxNode[], inputs: readonly OnnxValue[]): OnnxNode[] {
  const computed = new Set(nodes.flatMap((node) => node.outputs));
  const given = new Set(inputs.map((input) => input.name));
  const early: OnnxNode[] = [];
  const late: OnnxNode[] = [];
  for (const node of nodes) {
    const ready = node.inputs.every((name) => !computed.has(name));
    if (ready && REARRANGING.has(node.op) && node.inputs.some((name) => given.has(name))) {
      early.push(node);
      for (const name of node.outputs) {
        computed.delete(name);
        given.add(name);
      }
    } else late.push(node);
  }
  return [...early, ...late];
}

/** A compiled graph that can be run again for any plan of the same structure. */
export class Program {
  /** The numbers that are baked in, by leaf position. */
  readonly baked = new Map<number, number>();
  readonly promoted: ReadonlySet<number>;
  readonly #lowered: Lowered;
  /** Position of the leaf whose memory an output takes, by the output's name. */
  readonly #donors = new Map<string, number>();
  readonly #session: Session;

  constructor(plan: Plan, promoted: ReadonlySet<number>, options: SessionOptions) {
    this.promoted = promoted;
    for (const [position, { store }] of plan.leaves.entries())
      if (store?.kind === "scalar" && !promoted.has(position))
        this.baked.set(position, store.value);
    this.#lowered = lower(plan, {
      opset: OPSET,
      promoted,
      portable: options.providers[0] !== "cpu",
    });
    const { inputs, model } = this.#lowered;
    const spent = new Set(inputs.filter((name, i) => name !== null && isSpent(plan.leaves[i]!)));
    for (const [output, input] of findDonations(model, spent as Set<string>))
      this.#donors.set(output, inputs.indexOf(input));
    this.#session = new Session(encodeModel(withoutCopies(model)), options);
  }

  /** Leaves whose number differs from the one baked in. */
  stale(plan: Plan): number[] {
    const changed: number[] = [];
    for (const [position, value] of this.baked) {
      const store = plan.leaves[position]!.store!;
      if (store.kind === "scalar" && !Object.is(store.value, value)) changed.push(position);
    }
    return changed;
  }

  /**
   * Computes the outputs into memory of the pool, or into that of spent leaves, which lose their
   * value, also where the run fails.
   */
  run(plan: Plan, pool: Pool): Store[] {
    const feeds: Record<string, Tensor> = {};
    for (const [position, name] of this.#lowered.inputs.entries()) {
      if (name === null) continue;
      const { store, dtype } = plan.leaves[position]!;
      feeds[name] = feed(store!, dtype as GraphType);
    }
    const fetches: Record<string, Tensor> = {};
    const stores = this.#lowered.outputs.map(({ name, dtype, shape, perm, physical }): Store => {
      const data =
        this.#donated(plan, name) ?? allocate(dtype, pool.take(size(shape) * BYTES[dtype]));
      const tensor = makeTensor(dtype, data, physical);
      fetches[name] = tensor;
      return { kind: "tensor", data, perm, tensor };
    });
    try {
      this.#session.run(feeds, fetches);
    } catch (error) {
      for (const store of stores) if (store.kind === "tensor") pool.give(store.data);
      throw error;
    }
    return stores;
  }

  dispose(): void {
    this.#session.dispose();
  }

  #donated(plan: Plan, output: string): TypedArray | null {
    const donor = plan.leaves[this.#donors.get(output) ?? -1];
    if (donor?.store?.kind !== "tensor") return null;
    const { data } = donor.store;
    donor.store = null;
    return data;
  }
}

function feed(store: Store, dtype: GraphType): Tensor {
  if (store.kind === "tensor") return store.tensor;
  if (store.kind === "host") throw new TypeError("A host value can't enter a graph.");
  const data = allocate(dtype, new ArrayBuffer(BYTES[dtype]));
  data[0] = store.value;
  return makeTensor(dtype, data, []);
}
