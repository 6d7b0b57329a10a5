import { MaskboardError } from "@maskboard/contracts";
import type { ModelValue } from "../summary.ts";
import { foreignOperator } from "./foreign.ts";
import { readTensor } from "./tensor.ts";
import { readValue } from "./value.ts";
import { bytes, fields, text } from "./wire.ts";

export interface GraphLimits {
  /** Graphs within graphs. */
  readonly depth: number;
  readonly nodes: number;
  /** Numbers in all weights together. */
  readonly values: number;
}

/** Goes through a graph and all graphs within its nodes. */
export class GraphWalk {
  readonly #limits: GraphLimits;
  readonly #inputs: ModelValue[] = [];
  readonly #outputs: ModelValue[] = [];
  readonly #weights = new Set<string>();
  #nodes = 0;
  #values = 0;

  constructor(limits: GraphLimits) {
    this.#limits = limits;
  }

  result() {
    return {
      nodes: this.#nodes,
      values: this.#values,
      inputs: this.#inputs,
      outputs: this.#outputs,
      /** Names of the main graph's weights: old exporters list them among the inputs. */
      weights: this.#weights,
    };
  }

  /** @throws MaskboardError, WireError */
  graph(message: Uint8Array, depth = 0): void {
    if (depth > this.#limits.depth) {
      throw new MaskboardError("model_invalid", "Graphs are nested too deeply.");
    }
    for (const field of fields(message)) {
      if (field.number === 1) this.#node(bytes(field), depth);
      else if (field.number === 5) {
        const name = this.#tensor(bytes(field));
        if (depth === 0) this.#weights.add(name);
      } else if (field.number === 15) refuseSparse();
      else if (depth === 0 && field.number === 11) this.#inputs.push(readValue(bytes(field)));
      else if (depth === 0 && field.number === 12) this.#outputs.push(readValue(bytes(field)));
    }
  }

  #node(message: Uint8Array, depth: number): void {
    if (++this.#nodes > this.#limits.nodes) {
      throw new MaskboardError("model_invalid", "The model has too many nodes.", {
        limit: this.#limits.nodes,
      });
    }
    let domain = "";
    let operator = "";
    const attributes: Uint8Array[] = [];
    for (const field of fields(message)) {
      if (field.number === 4) operator = text(field);
      else if (field.number === 5) attributes.push(bytes(field));
      else if (field.number === 7) domain = text(field);
    }
    if (domain !== "" && domain !== "ai.onnx") throw foreignOperator(operator, domain);
    for (const attribute of attributes) this.#attribute(attribute, depth);
  }

  #attribute(message: Uint8Array, depth: number): void {
    for (const field of fields(message)) {
      if (field.number === 5 || field.number === 10) this.#tensor(bytes(field));
      else if (field.number === 6 || field.number === 11) this.graph(bytes(field), depth + 1);
      else if (field.number === 22 || field.number === 23) refuseSparse();
    }
  }

  #tensor(message: Uint8Array): string {
    const { name, values } = readTensor(message);
    this.#values += values;
    if (this.#values > this.#limits.values) {
      throw new MaskboardError("model_invalid", "The model claims too many weights.", {
        limit: this.#limits.values,
      });
    }
    return name;
  }
}

function refuseSparse(): never {
  throw new MaskboardError(
    "model_invalid",
    "The model has sparse weights; save them as dense ones.",
  );
}
