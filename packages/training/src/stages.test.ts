import { describe, expect, it } from "vitest";
import { batchFor, settleBatches } from "./batch-size.ts";
import { recipeConfigSchema, trainConfigSchema } from "./config.ts";
import { describeUpdates, planStages, stagesOf } from "./stages.ts";

const MIB = 2 ** 20;

const BASE = {
  ...{ model: {}, size: { width: 960, height: 720 }, epochs: 5, learningRate: 2e-4 },
  schedule: { name: "one-cycle" } as const,
};
const STAGES = [
  { scale: 0.5, frozen: true },
  { scale: 0.5, rate: 0.2, rateDivisor: 40 },
  { frozen: true, epochs: 2 },
];

describe("stagesOf", () => {
  it("gives each stage the config but for what it says itself", () => {
    const stages = stagesOf(trainConfigSchema.parse({ ...BASE, batch: 4, stages: STAGES }));
    expect(stages.map(({ size }) => [size.width, size.height])).toEqual([
      [480, 360],
      [480, 360],
      [960, 720],
    ]);
    expect(stages.map(({ epochs }) => epochs)).toEqual([5, 5, 2]);
    expect(stages.map(({ freezeEpochs }) => freezeEpochs)).toEqual([5, 0, 2]);
    expect(stages.map(({ rateDivisor }) => rateDivisor)).toEqual([1, 40, 1]);
    expect(stages[1]!.learningRate).toBeCloseTo(4e-5, 12);
  });

  it("is the config itself where it has none", () => {
    const config = trainConfigSchema.parse({ ...BASE, batch: 4 });
    expect(stagesOf(config)).toEqual([config]);
  });

  it("refuses keys that no stage has", () => {
    const stages = [{ scale: 0.5, learningRate: 1 }];
    expect(() => trainConfigSchema.parse({ ...BASE, batch: 4, stages })).toThrow(/learningRate/);
  });
});

it("planStages counts passes, and bounds them all together", () => {
  const plan = (more: object) =>
    planStages(trainConfigSchema.parse({ ...BASE, batch: 4, stages: STAGES, ...more }), 10).map(
      ({ before, steps }) => [before, steps],
    );
  // Two batches of 4 of 10 images an epoch.
  expect(plan({})).toEqual([
    [0, 10],
    [10, 10],
    [20, 4],
  ]);
  expect(plan({ maxSteps: 13 })).toEqual([
    [0, 10],
    [10, 3],
  ]);
  expect(plan({ stages: [{ maxSteps: 3 }, {}] })).toEqual([
    [0, 3],
    [3, 10],
  ]);
});

describe("a batch by free memory", () => {
  it("is the CamVid page's at half size: 8 above 8,200 MiB, else 4", () => {
    const half = { width: 480, height: 360 };
    expect([8201, 8200, 4101, 100].map((free) => batchFor(half, free * MIB))).toEqual([8, 4, 4, 1]);
  });

  it("goes by the size of each stage, and leaves numbers alone", () => {
    const stages = [{ scale: 0.5 }, {}, { batch: 3 }, { batch: "auto" as const, scale: 0.25 }];
    const recipe = recipeConfigSchema.parse({ ...BASE, batch: "auto", stages });
    const config = settleBatches(recipe, 11_430 * MIB);
    expect(config.batch).toBe(2);
    expect(stagesOf(config).map(({ batch }) => batch)).toEqual([8, 2, 3, 8]);
    expect(() => trainConfigSchema.parse({ ...BASE, batch: "auto" })).toThrow(/batch/);
  });
});

it("describeUpdates says how often weights change, where that is not after each batch", () => {
  const say = (more: object) =>
    describeUpdates(trainConfigSchema.parse({ ...BASE, batch: 8, epochs: 8, ...more }), 84);
  expect(say({})).toBeNull();
  // 10 batches an epoch, 80 in all, 16 to an update.
  expect(say({ accumulate: 128 })).toMatch(/after 128 images each, 5 times in all: too few/);
  expect(say({ accumulate: 128, epochs: 80 })).toMatch(/50 times in all$/);
});
