import * as tf from "@tensorflow/tfjs-core";
import { ModelError } from "../error.ts";
import { type Random, seeded } from "../random.ts";
import type { Layout } from "./layout.ts";

/** Writes the first values of a parameter. */
export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

/**
 * What a parameter is for: optimizers leave `bias` and `norm` out of weight decay, frozen models
 * may go on training `norm`, and a `buffer` is no parameter at all: the running statistics of a
 * normalization or the vectors of a power iteration, never seen by an optimizer.
 */
export type ParameterKind = "weight" | "bias" | "norm" | "buffer";

export interface Parameter {
  /** Dotted, as in PyTorch's `state_dict`: `encoder.layer1.0.conv1.weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: ParameterKind;
  readonly layout: Layout;
  /** The live values. @throws ModelError where the model is only a plan (see `Parameters`). */
  readonly variable: tf.Variable;
}

/**
 * The parameters of one model by name, in the order of their making. As a plan (`plan: true`) it
 * only takes names and shapes and no memory, which is enough to count and to list.
 */
export class Parameters {
  readonly plan: boolean;
  readonly #random: Random;
  readonly #list = new Map<string, Parameter>();

  constructor({ seed = 0, plan = false }: { seed?: number; plan?: boolean } = {}) {
    this.plan = plan;
    this.#random = seeded(seed);
  }

  /** Makes a parameter and its first values. @throws Error where the name is taken. */
  add(
    name: string,
    shape: readonly number[],
    init: Initializer,
    { kind = "weight", layout = "plain" }: { kind?: ParameterKind; layout?: Layout } = {},
  ): Parameter {
    if (this.#list.has(name)) throw new Error(`Two parameters are called ${name}.`);
    const variable = this.plan ? undefined : create(init(shape, this.#random), shape, kind);
    const parameter = {
      name,
      shape,
      kind,
      layout,
      get variable(): tf.Variable {
        if (variable) return variable;
        throw new ModelError("config", "This model is a plan without values: use createModel().");
      },
    };
    this.#list.set(name, parameter);
    return parameter;
  }

  get(name: string): Parameter | undefined {
    return this.#list.get(name);
  }

  /** All of them, buffers too. */
  all(): Parameter[] {
    return [...this.#list.values()];
  }

  /** Those that an optimizer trains. */
  trainable(): Parameter[] {
    return this.all().filter(({ kind }) => kind !== "buffer");
  }

  /** Number of trainable values, as PyTorch's `sum(p.numel() for p in model.parameters())`. */
  get count(): number {
    return this.trainable().reduce((sum, { shape }) => sum + tf.util.sizeFromShape([...shape]), 0);
  }

  dispose(): void {
    if (!this.plan) for (const { variable } of this.#list.values()) variable.dispose();
    this.#list.clear();
  }
}

/** A variable that outlives the tidy that it may be made in. */
function create(values: Float32Array, shape: readonly number[], kind: ParameterKind): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), kind !== "buffer"));
}

/** A place in a model's tree of names. */
export interface Scope {
  readonly parameters: Parameters;
  readonly prefix: string;
}

/** The place `name` below `scope`. */
export function at({ parameters, prefix }: Scope, name: string | number): Scope {
  return { parameters, prefix: `${prefix}${name}.` };
}
