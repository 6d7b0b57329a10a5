import { makeTensor, type SessionOptions } from "../onnx/session.ts";
import { Pool } from "../pool.ts";
import { explain } from "./error.ts";
import {
  isIdentity,
  laidOut,
  onesFirst,
  type Perm,
  permute,
  type Shape,
  same,
  sameBytes,
} from "./layout.ts";
import type { GraphType, Node, NodeType, Operation, Store } from "./node.ts";
import { makePlan, type Plan } from "./plan.ts";
import { Programs } from "./programs.ts";

/** Nodes that may wait before they are computed whether or not anybody reads. */
const MOST_PENDING = 20_000;
/** A graph smaller than this is not cut at a second pass through the same weights. */
const LEAST_PASS = 64;

/** Keeps the recorded program, and computes what is alive of it on demand. */
export class Recorder {
  readonly pool = new Pool();
  readonly programs: Programs;
  /** Nodes recorded so far; the difference over a step is its size. */
  count = 0;
  /** Flushes that ran a graph. */
  flushes = 0;
  #recorded: Node[] = [];
  /** Nodes that somebody holds and that are not computed yet. */
  #waiting = 0;
  /** Known values that nobody holds but that a recorded node may still read. */
  #orphans: Node[] = [];
  #weights = new Map<Node, Shape>();

  constructor(options: SessionOptions, capacity: number) {
    this.programs = new Programs(options, capacity);
  }

  get pending(): number {
    return this.#recorded.length;
  }

  /** A value that is known. */
  known(store: Store, shape: Shape, dtype: NodeType): Node {
    return this.#make(null, [], null, "", shape, dtype, store, "");
  }

  /** A value to be computed. @throws EngineError where an input could not be computed. */
  record(
    operation: Operation,
    inputs: readonly Node[],
    attrs: unknown,
    key: string,
    shape: Shape,
    dtype: NodeType,
    scope: string,
  ): Node {
    for (const input of inputs) if (input.error) throw input.error;
    const node = this.#make(operation, inputs, attrs, key, shape, dtype, null, scope);
    this.#recorded.push(node);
    this.count++;
    return node;
  }

  /** Called before a kernel records: keeps a program that nobody reads from growing for ever. */
  limit(): void {
    if (this.#recorded.length >= MOST_PENDING) this.flush();
  }

  /**
   * Called with the weights and the input's shape of each convolution outside of a gradient.
   * The same weights on the same shape again mean that the next batch begins: without a cut there,
   * a loop over a data set would become one endless graph.
   */
  pass(weights: Node, input: Shape): void {
    if (!weights.store) return;
    const before = this.#weights.get(weights);
    if (before && same(before, input) && this.#recorded.length > LEAST_PASS) this.flush();
    this.#weights.set(weights, input);
  }

  /**
   * Brings weights that a program wrote into the layout in which they are used, once: otherwise
   * each pass would turn them round until an optimizer writes them.
   */
  settle(weights: Node, used: Perm): void {
    const { store, shape } = weights;
    const perm = onesFirst(used, shape);
    if (store?.kind !== "tensor" || !isIdentity(store.perm) || sameBytes(shape, store.perm, perm))
      return;
    const data = laidOut(store.data, shape, perm);
    const tensor = makeTensor(weights.dtype as GraphType, data, permute(shape, perm));
    weights.store = { kind: "tensor", data, perm, tensor };
    this.pool.give(store.data);
  }

  hold(node: Node): void {
    if (node.handles++ === 0 && !node.store) this.#waiting++;
  }

  release(node: Node): void {
    if (--node.handles > 0) return;
    if (node.store) {
      this.#orphans.push(node);
    } else if (!node.error) this.#waiting--;
    if (this.#waiting === 0) this.#forget();
  }

  /** Computes everything that is alive. A failure stays with the nodes that it concerns. */
  flush(): void {
    while (this.#waiting > 0) {
      const plan = makePlan(this.#recorded, (node) => node.handles > 0);
      if (plan.nodes.length === 0) break;
      try {
        const stores = this.programs.run(plan, this.pool);
        for (const [i, node] of plan.outputs.entries()) this.#settle(node, stores[i]!);
        this.flushes++;
        break;
      } catch (error) {
        this.#fail(plan, error);
      }
    }
    this.#forget();
    this.pool.age();
  }

  /** The plan of some nodes alone, for tracing. */
  plan(wanted: ReadonlySet<Node>): Plan {
    return makePlan(this.#recorded, (node) => wanted.has(node));
  }

  dispose(): void {
    this.programs.clear();
    this.pool.clear();
  }

  #make(
    operation: Operation | null,
    inputs: readonly Node[],
    attrs: unknown,
    key: string,
    shape: Shape,
    dtype: NodeType,
    store: Store | null,
    scope: string,
  ): Node {
    return {
      operation,
      inputs,
      attrs,
      key,
      shape,
      dtype,
      store,
      scope,
      error: null,
      handles: 0,
      mark: -1,
    };
  }

  #settle(node: Node, store: Store): void {
    node.store = store;
    node.inputs = [];
    node.operation = null;
    this.#waiting--;
  }

  /** Marks the node that failed and all that need it; the others can be tried again. */
  #fail(plan: Plan, cause: unknown): void {
    const { index, error } = explain(plan, cause);
    // Leaves that gave their memory away are lost, so nothing can be tried again without them.
    const lost = plan.leaves.some((leaf) => !leaf.store);
    const failed = new Set<Node>(index === null || lost ? plan.nodes : [plan.nodes[index]!]);
    for (const node of plan.nodes)
      if (node.inputs.some((input) => failed.has(input))) failed.add(node);
    for (const node of failed) {
      node.error = error;
      if (node.handles > 0) this.#waiting--;
    }
  }

  /** Nothing recorded is of use any more: drops it and the memory that only it could read. */
  #forget(): void {
    this.#recorded = [];
    this.#weights.clear();
    for (const { store } of this.#orphans) if (store?.kind === "tensor") this.pool.give(store.data);
    this.#orphans = [];
  }
}
