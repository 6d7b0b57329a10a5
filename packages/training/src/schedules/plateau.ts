/**
 * PyTorch's `ReduceLROnPlateau(mode="min", threshold_mode="rel")`: where the loss has not been below
 * (1 - threshold) best for more than `patience` epochs, the factor is multiplied by `factor`.
 */
export class Plateau {
  readonly #options: { patience: number; factor: number; threshold: number };
  #best = Number.POSITIVE_INFINITY;
  #bad = 0;
  #rate = 1;

  constructor(options: { patience: number; factor: number; threshold: number }) {
    this.#options = options;
  }

  /** Takes the loss of an epoch; gives the factor of the base rate for the next one. */
  step(loss: number): number {
    const { patience, factor, threshold } = this.#options;
    if (loss < this.#best * (1 - threshold)) {
      this.#best = loss;
      this.#bad = 0;
    } else this.#bad += 1;
    if (this.#bad > patience) {
      this.#rate *= factor;
      this.#bad = 0;
    }
    return this.#rate;
  }
}
