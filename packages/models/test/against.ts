import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { totalLoss } from "../src/losses/total.ts";
import type { Model } from "../src/model.ts";
import { toTorch } from "../src/parameters/layout.ts";
import { expectParameter, expectTensor, image, type Sampled } from "./formula.ts";

type Samples = Record<string, { norm: number; samples: number[] }>;

/** What a fixture holds of one training pass in PyTorch. */
export interface TrainingFixture {
  image: number[];
  logits: Sampled;
  auxiliary?: Sampled;
  loss?: number;
  gradients?: Samples;
  buffers?: Samples;
}

/**
 * One training pass without dropout: logits, loss, gradients and running statistics. The loss is the
 * sum of logits times the formula's "probe", over 100, with the auxiliary branch by its weight.
 */
export function expectTraining(model: Model, fixture: TrainingFixture, tolerance: number): void {
  const x = image("image", fixture.image);
  const probe = image("probe", fixture.logits.shape);
  const kept: tf.Tensor[] = [];
  const trainable = model.parameters.trainable();
  const { value, grads } = tf.variableGrads(
    () => {
      const outputs = model.outputs(x, { training: true });
      const all = [outputs, ...outputs.auxiliary].map(({ logits }) => logits);
      if (kept.length === 0) kept.push(...all.map((logits) => tf.keep(tf.clone(logits))));
      return totalLoss(outputs, (logits) => tf.div(tf.sum(tf.mul(logits, probe)), 100));
    },
    trainable.map(({ variable }) => variable),
  );
  expectTensor(kept[0]!, fixture.logits, 1e-4, "logits");
  if (fixture.auxiliary) expectTensor(kept[1]!, fixture.auxiliary, 1e-4, "auxiliary logits");
  else expect(kept).toHaveLength(1);
  if (fixture.loss !== undefined)
    expect(Math.abs(value.dataSync()[0]! - fixture.loss)).toBeLessThan(1e-3);
  for (const [name, expected] of Object.entries(fixture.gradients!)) {
    const { shape, layout, variable } = model.parameters.get(name)!;
    const gradient = toTorch(grads[variable.name]!.dataSync(), shape, layout);
    expectParameter(gradient, expected, tolerance, `gradient of ${name}`);
  }
  for (const [name, expected] of Object.entries(fixture.buffers!))
    expectParameter(model.parameters.get(name)!.variable.dataSync(), expected, 1e-4, name);
  tf.dispose([value, grads, kept, x, probe]);
}
