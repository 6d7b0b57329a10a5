import { collectGarbage } from "../onnx/garbage.ts";
import type { SessionOptions } from "../onnx/session.ts";
import type { Pool } from "../pool.ts";
import type { Store } from "./node.ts";
import type { Plan } from "./plan.ts";
import { Program } from "./program.ts";

/** Compiled graphs by structure; the least recently used one goes when there are too many. */
export class Programs {
  /** Graphs compiled so far. */
  compiles = 0;
  /** Milliseconds that graphs ran, their inputs and outputs handed over; compiling is left out. */
  computeMs = 0;
  capacity: number;
  readonly #known = new Map<string, Program>();
  readonly #options: SessionOptions;

  constructor(options: SessionOptions, capacity: number) {
    this.#options = options;
    this.capacity = capacity;
  }

  get size(): number {
    return this.#known.size;
  }

  run(plan: Plan, pool: Pool): Store[] {
    const program = this.#find(plan);
    const start = performance.now();
    const stores = program.run(plan, pool);
    this.computeMs += performance.now() - start;
    return stores;
  }

  clear(): void {
    for (const program of this.#known.values()) program.dispose();
    this.#known.clear();
  }

  #find(plan: Plan): Program {
    const { structure } = plan;
    const known = this.#known.get(structure);
    const changed = known?.stale(plan) ?? [];
    if (known) this.#known.delete(structure);
    let program = known;
    if (!program || changed.length > 0) {
      // A number that changed once is expected to change again: a learning rate, say.
      program = new Program(plan, new Set([...(known?.promoted ?? []), ...changed]), this.#options);
      this.compiles++;
      // A graph's first run claims its memory: garbage should not be counted on top.
      collectGarbage();
      known?.dispose();
    }
    this.#known.set(structure, program);
    for (const [key, oldest] of this.#known) {
      if (this.#known.size <= this.capacity) break;
      oldest.dispose();
      this.#known.delete(key);
    }
    return program;
  }
}
