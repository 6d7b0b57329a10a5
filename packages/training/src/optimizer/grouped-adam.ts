import * as tf from "@tensorflow/tfjs-core";
import type { ParameterGroup } from "./groups.ts";

export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled (Loshchilov and Hutter 2019, arXiv 1711.05101): weights shrink by rate x decay. */
  readonly weightDecay: number;
}

/** TensorFlow.js keeps rate and momentum of an optimizer to itself. */
type Adam = Pick<
  tf.AdamOptimizer,
  "applyGradients" | "getWeights" | "setWeights" | "dispose" | "iterations"
> & { learningRate: number; beta1: number; accBeta1: tf.Variable; accBeta2: tf.Variable };

interface ApplyOptions {
  /** Groups that learn; default: all. */
  readonly active?: (group: ParameterGroup) => boolean;
  /** beta1 of this update; as in fastai and PyTorch, step t corrects the bias by 1 - beta1^t of now. */
  readonly momentum?: number;
}

/** Adam with a learning rate of its own for each group of parameters. */
export class GroupedAdam {
  readonly groups: readonly ParameterGroup[];
  readonly #options: AdamOptions;
  readonly #optimizers: readonly Adam[];

  constructor(groups: readonly ParameterGroup[], options: AdamOptions) {
    this.groups = groups;
    this.#options = options;
    const { beta1, beta2, epsilon } = options;
    this.#optimizers = groups.map(
      () => tf.train.adam(1e-3, beta1, beta2, epsilon) as unknown as Adam,
    );
  }

  /**
   * One update of the active groups.
   * @param gradients by the variables' names; they are not disposed of
   */
  apply(
    gradients: tf.NamedTensorMap,
    rate: number,
    { active = () => true, momentum }: ApplyOptions = {},
  ): void {
    for (const [i, group] of this.groups.entries()) {
      if (!active(group) || group.parameters.length === 0) continue;
      const own = rate * group.factor;
      this.#decay(group, own);
      const optimizer = this.#optimizers[i]!;
      optimizer.learningRate = own;
      if (momentum !== undefined) setMomentum(optimizer, momentum);
      optimizer.applyGradients(
        group.parameters.map(({ variable: { name } }) => ({ name, tensor: gradients[name]! })),
      );
    }
  }

  /** Its moments and counts, to go on later. The caller disposes of nothing: they are in use. */
  async state(): Promise<{ name: string; tensor: tf.Tensor }[]> {
    const all = await Promise.all(this.#optimizers.map((optimizer) => optimizer.getWeights()));
    return all.flatMap((list, i) => {
      const { accBeta1, accBeta2 } = this.#optimizers[i]!;
      return [
        ...list.map(({ tensor }, j) => ({ name: `optimizer.${i}.${j}`, tensor })),
        { name: `optimizer.${i}.beta1`, tensor: accBeta1 },
        { name: `optimizer.${i}.beta2`, tensor: accBeta2 },
      ];
    });
  }

  /** Takes what `state` gave of an optimizer with the same groups. */
  async restore(state: ReadonlyMap<string, tf.Tensor>): Promise<void> {
    for (const [i, optimizer] of this.#optimizers.entries()) {
      const weights: { name: string; tensor: tf.Tensor }[] = [];
      for (let j = 0; state.has(`optimizer.${i}.${j}`); j++)
        weights.push({ name: String(j), tensor: state.get(`optimizer.${i}.${j}`)! });
      // A group that was frozen has counted nothing yet.
      if (weights.length > 1) await optimizer.setWeights(weights);
      // Powers that were multiplied step by step differ in their last bit from those of the count.
      for (const [name, power] of [
        ["beta1", optimizer.accBeta1],
        ["beta2", optimizer.accBeta2],
      ] as const) {
        const saved = state.get(`optimizer.${i}.${name}`);
        if (saved) power.assign(saved);
      }
    }
  }

  dispose(): void {
    for (const optimizer of this.#optimizers) optimizer.dispose();
  }

  #decay({ parameters }: ParameterGroup, rate: number): void {
    const { weightDecay } = this.#options;
    if (weightDecay === 0) return;
    tf.tidy(() => {
      for (const { kind, variable } of parameters)
        if (kind === "weight") variable.assign(tf.mul(variable, 1 - rate * weightDecay));
    });
  }
}

function setMomentum(optimizer: Adam, momentum: number): void {
  optimizer.beta1 = momentum;
  tf.tidy(() => optimizer.accBeta1.assign(tf.scalar(momentum ** (optimizer.iterations + 1))));
}
