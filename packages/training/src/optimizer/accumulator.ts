import * as tf from "@tensorflow/tfjs-core";

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
