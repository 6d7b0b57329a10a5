import { readFile, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { type Selection, selectBackend } from "@maskboard/engine";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type TrainConfigInput, trainConfigSchema } from "../config.ts";
import { openDataset } from "../data/dataset.ts";
import { temporaryFolder, tinyChallenge } from "../testing/tiny-challenge.ts";
import { openRun, readEpochs } from "./run-folder.ts";
import { type TrainOptions, trainRun } from "./train.ts";

let selection: Selection;
beforeAll(async () => {
  selection = await selectBackend("onnx");
});

/** Seven images in passes of two, updates of five: gradients wait over passes and epochs. */
const CONFIG: TrainConfigInput = {
  model: { encoder: "resnet18", depth: 2, selfAttention: false, lastCross: false },
  ...{ size: { width: 32, height: 32 }, batch: 2, accumulate: 5, epochs: 3, seed: 3 },
  ...{ learningRate: 5e-3, schedule: { name: "one-cycle" }, weightDecay: 0.01, augment: "light" },
};

async function begin(changes: Partial<TrainConfigInput> = {}): Promise<TrainOptions> {
  const [data, dir] = [await tinyChallenge(), join(await temporaryFolder(), "run")];
  const config = trainConfigSchema.parse({ ...CONFIG, ...changes });
  const dataset = await openDataset(data);
  return { dataset, dir, recipe: "test", config, selection, resume: false, cache: dir };
}

/** Trains until a step and goes on. */
async function stopAt(options: TrainOptions, at: number) {
  const stop = new AbortController();
  const onStep = ({ step }: { step: number }) => step === at && stop.abort();
  expect(await trainRun({ ...options, signal: stop.signal, onStep })).toMatchObject({
    stopped: "signal",
  });
  return trainRun({ ...options, resume: true });
}

const file = (options: TrainOptions, name: string) => readFile(join(options.dir, name));

/** What the epochs gave, without how long they took. */
const outcomes = async (options: TrainOptions) =>
  (await readEpochs((await openRun(options.dir)).folder)).map(
    ({ seconds: _, imagesPerSecond: __, ...outcome }) => outcome,
  );

describe("a run that goes on", { timeout: 180_000 }, () => {
  it("ends with the very weights of one that was never stopped", async () => {
    const [whole, part] = [await begin(), await begin()];
    await trainRun(whole);
    const before = tf.memory().numTensors;
    await stopAt(part, 5);
    expect(tf.memory().numTensors).toBe(before);
    expect(await outcomes(part)).toEqual(await outcomes(whole));
    const best = (one: TrainOptions) => file(one, "checkpoints/best.safetensors");
    expect((await best(part)).equals(await best(whole))).toBe(true);
    const steps = async (one: TrainOptions) =>
      (await file(one, "steps.csv"))
        .toString()
        .split("\n")
        .map((row) => row.split(",").slice(0, 5).join());
    expect(await steps(part)).toEqual(await steps(whole));
  });

  it("looks for rates again where it was stopped while it did", async () => {
    const options = await begin({ findRate: 20, accumulate: 1 });
    const stop = new AbortController();
    const onProgress = (_: string, done: number) => done === 1 && stop.abort();
    const stopped = await trainRun({ ...options, signal: stop.signal, onProgress });
    expect(stopped).toMatchObject({ stopped: "signal", steps: 0, best: null });
    await expect(file(options, "lr-finder.json")).rejects.toThrow(/ENOENT/);
    const { best } = await trainRun({ ...options, resume: true });
    expect(best).not.toBeNull();
    expect(JSON.parse((await file(options, "lr-finder.json")).toString())).toMatchObject({
      skip: 2,
    });
  });

  it("takes other limits, also within an epoch", async () => {
    const constant = { schedule: { name: "constant" }, epochs: 2 } as const;
    const [whole, part] = [await begin(constant), await begin({ ...constant, maxSteps: 2 })];
    const { trainLoss } = await trainRun(whole);
    const first = await trainRun(part);
    const rest = await trainRun({ ...part, resume: true, limits: { maxSteps: 6 } });
    expect([...first.trainLoss, ...rest.trainLoss]).toEqual(trainLoss);
    expect(await outcomes(part)).toEqual(await outcomes(whole));
    const none = await trainRun({ ...part, resume: true });
    expect(none).toMatchObject({ steps: 0, epochs: 2, best: rest.best });
  });

  it("says which checkpoint is cut off, and begins anew where there is none", async () => {
    const options = await begin({ epochs: 1 });
    await trainRun(options);
    const last = join(options.dir, "checkpoints", "last.safetensors");
    await truncate(last, 100_000);
    await expect(trainRun({ ...options, resume: true })).rejects.toThrow(/last.*cut off/);
    await rm(last);
    expect(await trainRun({ ...options, resume: true })).toMatchObject({ steps: 3, epochs: 1 });
  });
});
