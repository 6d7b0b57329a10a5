import type { Parameter } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";

const [PREFIX, COUNT] = ["accumulator.", "accumulator-items"];

/**
 * Gradient accumulation counted in items, as fastai's `GradientAccumulation(n_acc)`: each pass adds
 * its mean gradient times items / n_acc, and an update is due once n_acc items are together.
 */
export class Accumulator {
  readonly #items: number;
  readonly #sums = new Map<string, tf.Variable>();
  #count = 0;

  /** @param items number of items to an update */
  constructor(items: number) {
    this.#items = items;
  }

  /**
   * Takes the gradients of `count` items and disposes of them.
   * @returns whether an update is due, with `sums` as its gradients
   */
  add(gradients: tf.NamedTensorMap, count: number): boolean {
    const share = count / this.#items;
    tf.tidy(() => {
      for (const [name, gradient] of Object.entries(gradients)) {
        const sum = this.#sums.get(name);
        const part = tf.mul(gradient, share);
        if (sum) sum.assign(tf.add(sum, part));
        else this.#sums.set(name, tf.variable(part, false));
      }
    });
    tf.dispose(gradients);
    this.#count += count;
    return this.#count >= this.#items;
  }

  get sums(): tf.NamedTensorMap {
    return Object.fromEntries(this.#sums);
  }

  /** What waits for an update, by the names of the parameters; the tensors stay in use here. */
  state(
    parameters: readonly Parameter[],
  ): { name: string; shape: readonly number[]; tensor: tf.Tensor }[] {
    if (this.#count === 0) return [];
    const sums = parameters.flatMap(({ name, variable }) => {
      const tensor = this.#sums.get(variable.name);
      return tensor ? [{ name: PREFIX + name, shape: tensor.shape, tensor }] : [];
    });
    return [{ name: COUNT, shape: [], tensor: tf.scalar(this.#count) }, ...sums];
  }

  /** Takes what `state` gave. */
  restore(state: ReadonlyMap<string, tf.Tensor>, parameters: readonly Parameter[]): void {
    this.dispose();
    const [count = 0] = state.get(COUNT)?.dataSync() ?? [];
    this.#count = count;
    for (const { name, variable } of parameters) {
      const sum = state.get(PREFIX + name);
      if (sum) this.#sums.set(variable.name, tf.variable(sum, false));
    }
  }

  /** Begins anew after an update. */
  reset(): void {
    this.#count = 0;
    for (const sum of this.#sums.values()) tf.tidy(() => sum.assign(tf.zerosLike(sum)));
  }

  dispose(): void {
    for (const sum of this.#sums.values()) sum.dispose();
    this.#sums.clear();
    this.#count = 0;
  }
}
