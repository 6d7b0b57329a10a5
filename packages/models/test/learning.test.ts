import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { createModel } from "../src/create.ts";
import { crossEntropy, totalLoss } from "../src/losses/index.ts";
import { use } from "./backend.ts";
import { image } from "./formula.ts";

/** Every architecture, each on another kind of encoder. */
const MODELS: [architecture: string, encoder: string, depth: number][] = [
  ["fcn", "mobilenet_v2", 4],
  ["pspnet", "resnet18", 4],
  ["deeplabv3", "resnet18", 3],
  ["deeplabv3plus", "efficientnet-b0", 3],
  ["segformer", "mit_b0", 5],
  ["linknet", "densenet121", 2],
  ["fpn", "resnet18", 4],
  ["classic-unet", "plain", 2],
  ["unet", "vgg11_bn", 2],
  ["dynamic-unet", "mit_b0", 3],
];

test.each(MODELS)(
  "%s on %s of depth %i learns, and leaves nothing",
  { timeout: 120_000 },
  async (architecture, encoder, depth) => {
    const left = await use("onnx");
    const model = createModel({ architecture, encoder, depth, classes: 2, seed: 1 });
    const x = image("image", [2, 32, 40, 3]);
    // Nine pixels of ten are of one class, which a few steps are enough to learn.
    const labels = tf.tidy(() => tf.cast(tf.greater(tf.mean(x, 3), -0.4), "int32"));
    const variables = model.parameters.trainable().map(({ variable }) => variable);
    const optimizer = tf.train.adam(1e-3);
    const losses: number[] = [];
    let between = 0;
    for (let step = 0; step < 5; step++) {
      const loss = optimizer.minimize(
        () => {
          const outputs = model.outputs(x, { training: true, dropout: step });
          return totalLoss(outputs, (logits) => crossEntropy(logits, labels));
        },
        true,
        variables,
      )!;
      losses.push(loss.dataSync()[0]!);
      loss.dispose();
      if (step === 0) between = left();
    }
    expect(left()).toBe(between);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    optimizer.dispose();
    tf.dispose([x, labels]);
    model.dispose();
    // tfjs' optimizer keeps its constants.
    expect(left()).toBeLessThanOrEqual(4);
  },
);
