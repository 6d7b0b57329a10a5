/**
 * The default recipe in a process of its own, timed on commands from stdin, each answered by images
 * per second: `whole` trains from files on disk, `bare` repeats the same step on one batch in memory.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { recipe } from "@maskboard/baselines/recipes";
import { selectBackend } from "@maskboard/engine";
import { openDataset, trainConfigSchema } from "@maskboard/training";
import {
  fit,
  GroupedAdam,
  lossAndGradients,
  parameterGroups,
  prepare,
} from "@maskboard/training/parts";
import * as tf from "@tensorflow/tfjs-core";

const [data, steps] = [process.argv[2]!, Number(process.argv[3])];
await selectBackend("onnx");
const dataset = await openDataset(data);
const config = trainConfigSchema.parse({ ...recipe("body-parts", "default"), findRate: 0 });
const { model, loader } = prepare(config, dataset.classMap);
const weights = dataset.classMap.classes.map(() => 1);
const checkpoints = await mkdtemp(join(tmpdir(), "maskboard-bench-"));
const { batch } = config;

/** Trains by the product's own loop; its first step waits for the first images and does not count. */
async function whole(): Promise<number> {
  const split = { train: dataset.train, validation: dataset.train.slice(0, 1) };
  const options = { ...config, epochs: 1, repeat: 1000, maxSteps: steps + 1 };
  const { steps: records } = await fit({
    ...{ model, loader, split, weights, checkpoints, config: options },
  });
  const seconds = records.slice(1).map(({ imagesPerSecond }) => batch / imagesPerSecond);
  return (steps * batch) / seconds.reduce((sum, s) => sum + s, 0);
}

async function bare(): Promise<number> {
  const variables = model.parameters.trainable().map(({ variable }) => variable);
  const optimizer = new GroupedAdam(parameterGroups(model, 1), config);
  for await (const one of loader.batches(dataset.train.slice(0, batch), { batch })) {
    let began = 0;
    for (let i = 0; i <= steps; i++) {
      if (i === 1) began = performance.now();
      const { loss, gradients } = lossAndGradients(
        model,
        one,
        { weights, dice: config.dice },
        variables,
      );
      optimizer.apply(gradients, config.learningRate);
      tf.dispose(gradients);
      await loss.data();
      loss.dispose();
    }
    optimizer.dispose();
    return (steps * batch * 1000) / (performance.now() - began);
  }
  throw new Error("no images");
}

console.log(model.parameters.count);
try {
  for await (const command of createInterface({ input: process.stdin }))
    console.log(await (command === "whole" ? whole() : bare()));
} finally {
  await loader.close();
  await rm(checkpoints, { recursive: true, force: true });
}
