import { join } from "node:path";
import { MaskboardError } from "@maskboard/contracts";
import type { Model } from "@maskboard/models";
import * as tf from "@tensorflow/tfjs-core";
import { loadCheckpoint, type Progress, saveCheckpoint } from "../checkpoint.ts";
import type { Split } from "../data/split.ts";
import { GroupedAdam } from "../optimizer/grouped-adam.ts";
import { parameterGroups } from "../optimizer/groups.ts";
import { mixSeed, seeded, shuffled } from "../random.ts";
import { Plateau } from "../schedules/plateau.ts";
import { stageSize } from "../stage-schema.ts";
import type { CompositesConfig } from "./config.ts";
import {
  type Composite,
  type CompositeBatch,
  type CompositeStatistics,
  loadComposites,
} from "./data.ts";
import { CompositeScorer, type CompositeScores, compositeLoss } from "./objective.ts";

export interface CompositeEpoch extends CompositeScores {
  /** From 1, over all stages. */
  readonly epoch: number;
  /** From 1. */
  readonly stage: number;
  readonly trainLoss: number;
  readonly validationLoss: number;
  readonly rate: number;
  readonly seconds: number;
}

export interface CompositeFit {
  readonly model: Model;
  readonly config: CompositesConfig;
  readonly split: Split<Composite>;
  readonly statistics: CompositeStatistics;
  readonly checkpoints: string;
  /** Where `last` stands and what was done until then; none where the run begins. */
  readonly resumed: { readonly progress: Progress; readonly epochs: CompositeEpoch[] } | null;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: (step: { epoch: number; loss: number; imagesPerSecond: number }) => void;
  readonly onEpoch: (record: CompositeEpoch) => Promise<void>;
}

interface Stage {
  readonly size: CompositesConfig["size"];
  readonly batch: number;
  readonly epochs: number;
}

/** The config's stages, or the one that it is itself. */
export function compositeStages(config: CompositesConfig): Stage[] {
  const { size, batch, epochs, stages } = config;
  if (stages.length === 0) return [{ size, batch, epochs }];
  return stages.map(({ scale, ...own }) => ({
    size: stageSize(size, { scale }),
    batch: own.batch ?? batch,
    epochs: own.epochs ?? epochs,
  }));
}

/**
 * Trains with Adam, the rate lowered where the validation loss stands still, stage after stage.
 * `best` has the least validation loss of its stage, `last` is where training stands.
 * @throws MaskboardError `bad_request` where the loss is no number any more
 */
export async function fitComposites(options: CompositeFit) {
  const { model, config, split, statistics, checkpoints, resumed, signal } = options;
  const [best, last] = [
    join(checkpoints, "best.safetensors"),
    join(checkpoints, "last.safetensors"),
  ];
  const losses: number[] = [];
  const epochs = [...(resumed?.epochs ?? [])];
  let progress: Progress = resumed?.progress ?? {
    ...{ stage: 0, epoch: 0, pass: 0, lossSum: 0, best: null },
  };
  const first = progress.stage;
  for (const [index, stage] of [...compositeStages(config).entries()].slice(first)) {
    const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
    const optimizer = new GroupedAdam(parameterGroups(model, 1), adam);
    const training = { optimizer, accumulator: null };
    const plateau = new Plateau(config.plateau);
    const variables = model.parameters.trainable().map(({ variable }) => variable);
    const batch = Math.min(stage.batch, split.train.length);
    const perEpoch = Math.floor(split.train.length / batch);
    const load = (items: readonly Composite[]) => loadComposites(items, stage.size, statistics);
    try {
      let factor = 1;
      if (resumed && index === first) {
        await loadCheckpoint(last, model, training);
        for (const record of epochs)
          if (record.stage === index + 1) factor = plateau.step(record.validationLoss);
      }
      while (progress.epoch < stage.epochs) {
        const epoch = epochs.length + 1;
        const began = performance.now();
        const order = shuffled(split.train, seeded(mixSeed(config.seed, epoch)));
        const at = (pass: number) => order.slice(pass * batch, (pass + 1) * batch);
        let next = load(at(progress.pass));
        while (progress.pass < perEpoch) {
          const mark = performance.now();
          const one = await next;
          // The next batch is read while this one is computed.
          next = load(progress.pass + 1 < perEpoch ? at(progress.pass + 1) : []);
          const loss = await step(model, one, stage, config, optimizer, variables, factor);
          losses.push(loss);
          progress = { ...progress, pass: progress.pass + 1, lossSum: progress.lossSum + loss };
          const imagesPerSecond = (one.count * 1000) / (performance.now() - mark);
          options.onStep?.({ epoch, loss, imagesPerSecond });
          if (signal?.aborted || losses.length === config.maxSteps) break;
        }
        await next;
        if (signal?.aborted) {
          await saveCheckpoint(last, model, progress, training);
          return { losses, epochs, progress };
        }
        const judged = await validateComposites(model, split.validation, stage, options);
        const record: CompositeEpoch = {
          ...{ epoch, stage: index + 1, ...judged.scores, validationLoss: judged.loss },
          ...{ trainLoss: progress.lossSum / progress.pass, rate: config.learningRate * factor },
          seconds: (performance.now() - began) / 1000,
        };
        const before = epochs.filter((other) => other.stage === record.stage);
        const better = before.every((other) => record.validationLoss < other.validationLoss);
        epochs.push(record);
        progress = {
          ...{ stage: index, epoch: progress.epoch + 1, pass: 0, lossSum: 0 },
          best: better ? { epoch, meanIou: record.iou ?? 0 } : progress.best,
        };
        if (better) await saveCheckpoint(best, model, progress);
        await saveCheckpoint(last, model, progress, training);
        await options.onEpoch(record);
        factor = plateau.step(record.validationLoss);
        if (losses.length === config.maxSteps) return { losses, epochs, progress };
      }
    } finally {
      optimizer.dispose();
    }
    progress = { ...progress, stage: index + 1, epoch: 0 };
  }
  return { losses, epochs, progress };
}

const targetsOf = ({ count, masks, depths }: CompositeBatch, { size }: Pick<Stage, "size">) => {
  const shape: [number, number, number] = [count, size.height, size.width];
  return {
    masks: tf.tensor3d(Int32Array.from(masks), shape, "int32"),
    depths: tf.tensor3d(depths, shape),
  };
};

const inputsOf = ({ count, inputs }: CompositeBatch, { size }: Pick<Stage, "size">): tf.Tensor4D =>
  tf.tensor4d(inputs, [count, size.height, size.width, 6]);

async function step(
  model: Model,
  batch: CompositeBatch,
  stage: Stage,
  config: CompositesConfig,
  optimizer: GroupedAdam,
  variables: tf.Variable[],
  factor: number,
): Promise<number> {
  const [x, targets] = [inputsOf(batch, stage), targetsOf(batch, stage)];
  const { value, grads } = tf.variableGrads(
    () => compositeLoss(model.forward(x, { training: true }), targets, config),
    variables,
  );
  optimizer.apply(grads, config.learningRate * factor);
  const [loss = Number.NaN] = await value.data();
  tf.dispose([x, targets.masks, targets.depths, value, grads]);
  if (Number.isFinite(loss)) return loss;
  throw new MaskboardError(
    "bad_request",
    `The loss is no number any more with learning rate ${config.learningRate}: lower the learning rate.`,
  );
}

/** Mask probabilities and depths of composites, image after image, beside what they should be. */
export async function* predictComposites(
  model: Model,
  items: readonly Composite[],
  stage: Stage,
  statistics: CompositeStatistics,
) {
  const pixels = stage.size.width * stage.size.height;
  for (let begin = 0; begin < items.length; begin += stage.batch) {
    const some = items.slice(begin, begin + stage.batch);
    const batch = await loadComposites(some, stage.size, statistics);
    const x = inputsOf(batch, stage);
    const logits = model.forward(x);
    const [mask, depth] = tf.tidy(() => tf.split(tf.sigmoid(logits), 2, 3));
    const [masks, depths] = (await Promise.all([mask!.data(), depth!.data()])) as Float32Array[];
    tf.dispose([x, mask!, depth!]);
    const cut = <T extends Float32Array | Uint8Array>(all: T, i: number): T =>
      all.subarray(i * pixels, (i + 1) * pixels) as T;
    yield {
      ...{ batch, logits },
      images: some.map((item, i) => ({
        item,
        predicted: { mask: cut(masks!, i), depth: cut(depths!, i) },
        truth: { mask: cut(batch.masks, i), depth: cut(batch.depths, i) },
      })),
    };
    logits.dispose();
  }
}

async function validateComposites(
  model: Model,
  items: readonly Composite[],
  stage: Stage,
  { statistics, config }: Pick<CompositeFit, "statistics" | "config">,
): Promise<{ loss: number; scores: CompositeScores }> {
  const scorer = new CompositeScorer();
  let sum = 0;
  for await (const { batch, logits, images } of predictComposites(
    model,
    items,
    stage,
    statistics,
  )) {
    const targets = targetsOf(batch, stage);
    const value = compositeLoss(logits, targets, config);
    const [loss = Number.NaN] = await value.data();
    tf.dispose([value, targets.masks, targets.depths]);
    sum += loss * images.length;
    for (const { predicted, truth } of images) scorer.add(predicted, truth, stage.size);
  }
  return { loss: sum / items.length, scores: scorer.scores() };
}
