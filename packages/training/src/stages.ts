import type { TrainConfig } from "./config.ts";
import { stageSize } from "./stage-schema.ts";

/**
 * The config of each stage, complete and without stages of its own; the config itself where it has
 * none. `maxSteps` and `maxMinutes` of the config bound the whole training, see `shareOut`.
 */
export function stagesOf(config: TrainConfig): TrainConfig[] {
  if (config.stages.length === 0) return [config];
  return config.stages.map(({ scale, size, rate = 1, frozen, ...own }) => {
    const given = Object.entries(own).filter(([, value]) => value !== undefined);
    const merged = { ...config, maxSteps: undefined, ...Object.fromEntries(given) };
    return {
      ...(merged as TrainConfig),
      stages: [],
      size: stageSize(config.size, { scale, size }),
      learningRate: config.learningRate * rate,
      ...(frozen === undefined ? {} : { freezeEpochs: frozen ? merged.epochs : 0 }),
    };
  });
}

/** How much of a whole training each stage is. */
export interface StagePlan {
  readonly config: TrainConfig;
  /** Passes through the network, of all its epochs. */
  readonly steps: number;
  /** Passes of the stages before. */
  readonly before: number;
  /** Pixels that go through the network. */
  readonly work: number;
}

/** Passes of an epoch; what is left for less than a batch is left out. */
export function passesPerEpoch(config: TrainConfig, images: number): number {
  return Math.floor((images * config.repeat) / Math.min(config.batch, images));
}

/** The stages with their passes, none more than `maxSteps` of the config allows all together. */
export function planStages(config: TrainConfig, images: number): StagePlan[] {
  let left = config.maxSteps ?? Number.POSITIVE_INFINITY;
  let before = 0;
  const plans: StagePlan[] = [];
  for (const stage of stagesOf(config)) {
    const all = passesPerEpoch(stage, images) * stage.epochs;
    const steps = Math.min(all, stage.maxSteps ?? all, left);
    if (steps === 0) break;
    const { width, height } = stage.size;
    plans.push({ config: stage, steps, before, work: steps * stage.batch * width * height });
    left -= steps;
    before += steps;
  }
  return plans;
}

/** How often weights change where gradients are gathered over batches; `null` where they are not. */
export function describeUpdates(config: TrainConfig, images: number): string | null {
  const { accumulate } = config;
  if (accumulate <= config.batch) return null;
  const updates = planStages(config, images).reduce(
    (sum, stage) => sum + Math.floor(stage.steps / Math.ceil(accumulate / stage.config.batch)),
    0,
  );
  const few =
    updates < 50 ? ": too few to learn much; use more epochs or a smaller accumulate" : "";
  return `weights change after ${accumulate} images each, ${updates} times in all${few}`;
}
