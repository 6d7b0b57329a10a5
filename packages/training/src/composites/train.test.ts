import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { selectBackend } from "@maskboard/engine";
import * as tf from "@tensorflow/tfjs-core";
import sharp from "sharp";
import { beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../testing/tiny-challenge.ts";
import { tinyParts } from "../testing/tiny-composites.ts";
import { compositesConfigSchema } from "./config.ts";
import { openComposites } from "./data.ts";
import { generateComposites } from "./generate.ts";
import { CompositeScorer, compositeLoss } from "./objective.ts";
import { trainComposites } from "./train.ts";

beforeAll(async () => {
  await selectBackend("onnx");
});

/** Composites whose depth map is the mask: near where the object is. */
async function tinyComposites(): Promise<string> {
  const out = await temporaryFolder();
  await generateComposites({
    ...{ ...(await tinyParts()), out, positions: 3 },
    ...{ backgroundSide: 32, foregroundSide: 16 },
  });
  await mkdir(join(out, "depth"));
  for (const { name, mask } of await openWithoutDepth(out))
    await sharp(mask)
      .linear(200, 20)
      .png()
      .toFile(join(out, "depth", `${name}.png`));
  return out;
}

async function openWithoutDepth(dir: string) {
  await expect(openComposites(dir)).rejects.toThrow(/There is no depth\/.*put a gray depth map/);
  const { train } = await import("../data/dataset.ts").then(({ openDataset }) => openDataset(dir));
  return train.map(({ stem, mask }) => ({ name: stem, mask }));
}

const CONFIG = {
  model: { architecture: "unet", encoder: "resnet18", depth: 2 },
  ...{ size: { width: 32, height: 32 }, batch: 4, epochs: 2, learningRate: 5e-3, seed: 2 },
  maskLoss: { bce: 1, dice: 1 },
  depthLoss: { ssim: 1, rmse: 1 },
  stages: [{ scale: 0.5 }, { scale: 1 }],
};

it("learns mask and depth, low resolution first, and goes on where it was stopped", {
  timeout: 120_000,
}, async () => {
  const [data, folder] = [await tinyComposites(), await temporaryFolder()];
  const config = compositesConfigSchema.parse(CONFIG);
  const whole = await trainComposites({ data, dir: join(folder, "a"), resume: false, config });
  // 17 of 24 composites are 4 batches an epoch.
  expect(whole.steps).toBe(16);
  expect(whole.epochs.map(({ stage }) => stage)).toEqual([1, 1, 2, 2]);
  const [start, end] = [whole.epochs[0]!, whole.epochs.at(-1)!];
  expect(end.iou!).toBeGreaterThan(start.iou!);
  expect(end.depthSsim!).toBeGreaterThan(start.depthSsim!);
  for (const name of ["pictures/predictions.png", "pictures/loss.png", "metrics.csv"])
    expect(existsSync(join(folder, "a", name)), name).toBe(true);

  const dir = join(folder, "b");
  const stop = new AbortController();
  let steps = 0;
  const onStep = () => {
    steps += 1;
    if (steps === 6) stop.abort();
  };
  const part = await trainComposites({
    data,
    dir,
    resume: false,
    config,
    signal: stop.signal,
    onStep,
  });
  expect([part.steps, part.epochs.length]).toEqual([6, 1]);
  const rest = await trainComposites({ data: "", dir, resume: true, config });
  expect(rest.epochs.map(({ epoch, stage }) => [epoch, stage])).toEqual([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
  ]);
  const losses = [...part.trainLoss, ...rest.trainLoss];
  for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(whole.trainLoss[i]!, 2);
  await expect(trainComposites({ data, dir, resume: false, config })).rejects.toThrow(/--resume/);
  await rm(join(data, "composites.csv"));
  await writeFile(join(data, "notes.txt"), "");
  await expect(
    trainComposites({ data, dir: join(folder, "c"), resume: false, config }),
  ).rejects.toThrow(/baseline:composites/);
});

it("adds up the losses by their factors", () => {
  const logit = (p: number) => Math.log(p / (1 - p));
  // Two pixels: mask .8 of 1 and .4 of 0, depth .5 of .5 and .9 of .5.
  const logits = tf.tensor4d([0.8, 0.5, 0.4, 0.9].map(logit), [1, 1, 2, 2]);
  const targets = {
    masks: tf.tensor3d([1, 0], [1, 1, 2], "int32"),
    depths: tf.tensor3d([0.5, 0.5], [1, 1, 2]),
  };
  const value = (maskLoss: object, depthLoss: object) =>
    compositeLoss(
      logits,
      targets,
      compositesConfigSchema.parse({ ...CONFIG, maskLoss, depthLoss }),
    ).dataSync()[0]!;
  const bce = -(Math.log(0.8) + Math.log(0.6)) / 2;
  const dice = 1 - 1.6 / 2.2;
  expect(value({ bce: 2, dice: 1 }, {})).toBeCloseTo(2 * bce + dice, 5);
  expect(value({}, { rmse: 1 })).toBeCloseTo(Math.sqrt(0.08), 5);
  expect(value({ dice: 1 }, { rmse: 3 })).toBeCloseTo(dice + 3 * Math.sqrt(0.08), 5);
  tf.dispose([logits, targets.masks, targets.depths]);
  expect(() => value({}, {})).toThrow(/factor above 0/);
});

it("scores mask and depth over all pixels", () => {
  const size = { width: 11, height: 11 };
  const scorer = new CompositeScorer();
  const of = (at: (i: number) => number) => Float32Array.from({ length: 121 }, (_, i) => at(i));
  const depth = of((i) => (i % 11) / 20 + 0.2);
  // 20 of 30 pixels of the object are found, 10 others are taken for it.
  const truth = { mask: Uint8Array.from(of((i) => (i < 30 ? 1 : 0))), depth };
  scorer.add({ mask: of((i) => (i >= 10 && i < 40 ? 0.9 : 0.1)), depth }, truth, size);
  const scores = scorer.scores();
  expect(scores.dice).toBeCloseTo(40 / 60, 12);
  expect(scores.iou).toBeCloseTo(20 / 40, 12);
  expect(scores.accuracy).toBeCloseTo(101 / 121, 12);
  expect([scores.depthRmse, scores.depthMae, scores.depthDelta]).toEqual([0, 0, 1]);
  expect(scores.depthSsim).toBeCloseTo(1, 6);
});
