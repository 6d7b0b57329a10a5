import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Selection, selectBackend } from "@maskboard/engine";
import * as tf from "@tensorflow/tfjs-core";
import { InferenceSession, Tensor } from "onnxruntime-node";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCheckpoint } from "../checkpoint.ts";
import { type TrainConfigInput, trainConfigSchema } from "../config.ts";
import { type Dataset, openDataset } from "../data/dataset.ts";
import { temporaryFolder, tinyChallenge } from "../testing/tiny-challenge.ts";
import { readCommit } from "./commit.ts";
import { createModelOf, prepare } from "./model.ts";
import { openRun, readEpochs } from "./run-folder.ts";
import { trainRun } from "./train.ts";
import { evaluateRun, predictRun } from "./use.ts";

let selection: Selection;
beforeAll(async () => {
  selection = await selectBackend("onnx");
});

const CONFIG: TrainConfigInput = {
  model: { encoder: "resnet18", depth: 2, selfAttention: false, lastCross: false },
  size: { width: 32, height: 32 },
  batch: 4,
  epochs: 3,
  seed: 3,
  learningRate: 5e-3,
  schedule: { name: "constant" },
  augment: "light",
};

async function run(changes: Partial<TrainConfigInput> = {}, more: object = {}) {
  const [data, dir] = [await tinyChallenge(), join(await temporaryFolder(), "run")];
  const dataset = await openDataset(data);
  const config = trainConfigSchema.parse({ ...CONFIG, ...changes });
  const options = { dataset, dir, recipe: "test", config, selection, resume: false, cache: dir };
  return { dataset, dir, options, report: await trainRun({ ...options, ...more }) };
}

/** ONNX Runtime by itself gives the logits of the best weights. */
async function compareOnnx(onnx: string, dir: string, dataset: Dataset): Promise<void> {
  const session = await InferenceSession.create(onnx);
  const pixels = Float32Array.from({ length: 3 * 32 * 32 }, (_, i) => ((i * 37) % 256) / 255);
  const { logits } = await session.run({ image: new Tensor("float32", pixels, [1, 3, 32, 32]) });
  const { folder, run: config } = await openRun(dir);
  const { model, loader } = prepare(config.config, dataset.classMap, 1);
  await loadCheckpoint(folder.best, model);
  const { mean, std } = model.encoder.normalization;
  const own = tf.tidy(() => {
    const x = tf.transpose(tf.tensor4d(pixels, [1, 3, 32, 32]), [0, 2, 3, 1]);
    const y = tf.div(tf.sub(x, tf.tensor1d([...mean])), tf.tensor1d([...std]));
    return tf.transpose(model.forward(y as tf.Tensor4D), [0, 3, 1, 2]);
  });
  const expected = own.dataSync();
  for (let i = 0; i < expected.length; i += 101)
    expect((logits!.data as Float32Array)[i]).toBeCloseTo(expected[i]!, 3);
  own.dispose();
  model.dispose();
  await loader.close();
}

describe("trainRun", { timeout: 180_000 }, () => {
  it("learns, and leaves a folder with everything", async () => {
    const before = tf.memory().numTensors;
    const { dataset, dir, report } = await run({ findRate: 12, testTimeAugmentation: true });
    expect(tf.memory().numTensors).toBe(before);
    expect(report.trainLoss).toHaveLength(3);
    expect(report.meanIou).toBeGreaterThan(0.8);
    expect(report.best!.meanIou).toBeGreaterThan(0.8);
    const files = ["loss", "mean-iou", "learning-rate", "lr-finder", "batch", "predictions"];
    for (const file of files) {
      const { format } = await sharp(join(dir, "pictures", `${file}.png`)).metadata();
      expect(format, file).toBe("png");
    }
    const rows = (await readFile(join(dir, "metrics.csv"), "utf8")).trim().split("\n");
    expect(rows).toHaveLength(4);
    for (const file of ["config", "environment", "metrics", "validation", "lr-finder"])
      expect(JSON.parse(await readFile(join(dir, `${file}.json`), "utf8"))).toBeTypeOf("object");
    const environment = JSON.parse(await readFile(join(dir, "environment.json"), "utf8"));
    expect(environment.onnxRuntime).toMatch(/^\d+\.\d+\.\d+/);
    expect(environment.commit).toBe(readCommit(join(import.meta.dirname, "../../../..")));

    const scored = await evaluateRun(dir, dataset, "validation");
    expect(scored.meanIou).toBeCloseTo(report.meanIou!, 6);
    expect(scored.perClass.map(({ id }) => id)).toEqual([7, 3]);
    await expect(predictRun(dir, dataset, join(dir, "config.json", "s.zip"))).rejects.toThrow(
      /config.json is a file: give another --out/,
    );
    const zip = join(dir, "submission.zip");
    expect(await predictRun(dir, dataset, zip)).toEqual({ images: 3 });
    expect((await evaluateRun(dir, dataset, "test")).meanIou).toBeGreaterThan(0.8);
    expect(existsSync(join(dir, "model.zip"))).toBe(true);
    await compareOnnx(report.artifacts.onnx!, dir, dataset);
  });

  it("gives the same again with the same seed, also when it was stopped in between", async () => {
    const whole = await run({ batch: 2, epochs: 2 });
    const again = await run({ batch: 2, epochs: 1 });
    expect(again.report.trainLoss).toEqual(whole.report.trainLoss.slice(0, 3));
    const other = await run({ seed: 4, batch: 2, maxSteps: 1 });
    expect(other.report.trainLoss[0]).not.toBe(whole.report.trainLoss[0]);

    const stop = new AbortController();
    const onStep = ({ step }: { step: number }) => step === 4 && stop.abort();
    const part = await run({ batch: 2, epochs: 2 }, { signal: stop.signal, onStep });
    expect([part.report.steps, part.report.epochs]).toEqual([4, 1]);
    const rest = await trainRun({ ...part.options, resume: true });
    expect([...part.report.trainLoss, ...rest.trainLoss]).toEqual(whole.report.trainLoss);
    expect(await readEpochs((await openRun(part.dir)).folder)).toHaveLength(2);
    await expect(trainRun(part.options)).rejects.toThrow(/holds a run already/);
  });

  it("stops where the loss is no number", async () => {
    await expect(run({ learningRate: 1e30, epochs: 9 })).rejects.toThrow(
      /lower it by --lr\. The weights of epoch 1/,
    );
  });

  it("trains the attention-crop network", async () => {
    const { report, dir, dataset } = await run({
      model: {
        ...{ architecture: "attention-crop-unet", encoder: "resnet18", depth: 3 },
        ...{ selfAttention: false, lastCross: false },
      },
      ...{ epochs: 2, repeat: 2, learningRate: 2e-3 },
    });
    // Two times 7 images are 3 batches of 4 an epoch.
    expect(report.trainLoss).toHaveLength(6);
    const [first, last] = [report.trainLoss[0]!, report.trainLoss.at(-1)!];
    expect(last).toBeLessThan(first * 0.8);
    const { meanIou } = await evaluateRun(dir, dataset, "validation");
    expect(meanIou).toBeCloseTo(report.meanIou!, 6);
  });

  it("leaves the encoder as it is while it is frozen, but for its normalizations", async () => {
    const { dir, dataset } = await run({ freezeEpochs: 1, epochs: 1 });
    const { folder, run: config } = await openRun(dir);
    const { model, loader } = prepare(config.config, dataset.classMap, 1);
    const values = () =>
      ["encoder.layer1.0.conv1.weight", "encoder.layer1.0.bn1.weight", "head.weight"].map((name) =>
        model.parameters.get(name)!.variable.dataSync().slice(0, 8),
      );
    const before = values();
    await loadCheckpoint(folder.best, model);
    const after = values();
    const same = before.map((value, i) => value.join() === after[i]!.join());
    expect(same).toEqual([true, false, false]);
    model.dispose();
    await loader.close();
  });

  it("accumulates, freezes, decays and stops without progress", async () => {
    const { report, dir } = await run({
      ...{ accumulate: 16, freezeEpochs: 1, rateDivisor: 10, weightDecay: 0.01 },
      ...{ epochs: 20, patience: 2, schedule: { name: "plateau", patience: 0 } },
      learningRate: 1e-7,
    });
    expect(report.epochs).toBeLessThan(20);
    const epochs = await readEpochs((await openRun(dir)).folder);
    expect(epochs.at(-1)!.epoch - report.best!.epoch).toBe(2);
  });
});

it("heatThreshold reaches the attention-crop network", () => {
  const model = { architecture: "attention-crop-unet", encoder: "resnet18", depth: 2 };
  const parse = (heatThreshold: number) =>
    trainConfigSchema.parse({ ...CONFIG, model: { ...model, heatThreshold } });
  expect(() => parse(1.2)).toThrow(/heatThreshold/);
  const classes = [0, 1].map((id) => ({ id, name: `${id}`, color: `#00000${id}` }));
  const made = createModelOf(parse(0.4), { classes });
  expect(made.config.heatThreshold).toBe(0.4);
  made.dispose();
});

it("unknown keys throw", () => {
  expect(() => trainConfigSchema.parse({ ...CONFIG, learningrate: 1 })).toThrow(/learningrate/);
});
