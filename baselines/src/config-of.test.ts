import { settleBatches, stagesOf } from "@maskboard/training";
import { describe, expect, it } from "vitest";
import { configOf } from "./config-of.ts";
import { PRESETS, RECIPES } from "./recipes.ts";

const FLAGS = { recipe: "body-parts", preset: "default" } as const;

describe("configOf", () => {
  it.each(RECIPES.flatMap((recipe) => PRESETS.map((preset) => [recipe, preset] as const)))(
    "%s, %s is a config",
    async (recipe, preset) => {
      expect((await configOf({ ...FLAGS, recipe, preset })).epochs).toBeGreaterThan(0);
    },
  );

  it("has the page's numbers as preset paper", async () => {
    expect(await configOf({ ...FLAGS, preset: "paper" })).toMatchObject({
      size: { width: 350, height: 350 },
      accumulate: 128,
      epochs: 8,
      learningRate: 1e-3,
      validation: { fraction: 0.3 },
      schedule: { name: "flat-cosine", start: 0.75, divFinal: 1e5 },
      model: { encoder: "resnet34", selfAttention: true, activation: "mish" },
    });
  });

  it("lets flags win and says what is wrong with them", async () => {
    const size = { width: 96, height: 64 };
    expect(await configOf({ ...FLAGS, size, lr: 0.1, seed: 0 })).toMatchObject({
      ...{ size, learningRate: 0.1, seed: 0 },
    });
    await expect(configOf({ ...FLAGS, batch: 0 })).rejects.toThrow(/^batch: /);
    await expect(configOf({ ...FLAGS, recipe: "none" })).rejects.toThrow(
      /choose one of body-parts/,
    );
  });

  it("camvid is the CamVid page's two stages of 5 epochs at half size and one at full size", async () => {
    const recipe = await configOf({ ...FLAGS, recipe: "camvid", preset: "paper" });
    const MIB = 2 ** 20;
    // What the page's GPU had free; the page's batch of 4 at full size was in half precision.
    const stages = stagesOf(settleBatches(recipe, 11_430 * MIB));
    expect(stages.map(({ size, batch }) => [size.width, size.height, batch])).toEqual([
      [480, 360, 8],
      [480, 360, 8],
      [960, 720, 2],
    ]);
    expect(stages.map(({ epochs, freezeEpochs }) => [epochs, freezeEpochs])).toEqual([
      [5, 5],
      [5, 0],
      [5, 5],
    ]);
    const rates = stages.map(({ learningRate, rateDivisor }) => [
      learningRate / rateDivisor,
      learningRate,
    ]);
    const expected = [
      [2e-5, 2e-4],
      [1e-6, 4e-5],
      [2e-4, 2e-4],
    ];
    for (const [i, [low, high]] of expected.entries()) {
      expect(rates[i]![0]).toBeCloseTo(low!, 10);
      expect(rates[i]![1]).toBeCloseTo(high!, 10);
    }
    expect(stages.map(({ rateBy, findRate }) => [rateBy, findRate])).toEqual([
      ["part", 100],
      ["depth", 100],
      ["depth", 100],
    ]);
  });

  it("drivable has its page's numbers", async () => {
    const config = await configOf({ ...FLAGS, recipe: "drivable", preset: "paper" });
    expect(config).toMatchObject({
      ...{ size: { width: 640, height: 360 }, batch: 8, epochs: 12, learningRate: 3e-4 },
      ...{ loss: { name: "dice" }, monitor: "loss", augment: "none", pretrained: "imagenet" },
      schedule: { name: "one-cycle", start: 0.3 },
      ...{ freeze: [], freezeEpochs: 0 },
    });
  });

  it("pets takes its page's flags", async () => {
    const flags = {
      ...{ lr: 1e-3, wd: 0.1, batch: 4, freezeEncoder: true, freezeDecoder: true },
      ...{ architecture: "fpn", encoder: "resnet50", loss: "tversky" },
    } as const;
    expect(await configOf({ ...FLAGS, ...flags, recipe: "pets" })).toMatchObject({
      ...{ learningRate: 1e-3, weightDecay: 0.1, batch: 4, freeze: ["encoder", "decoder"] },
      model: { architecture: "fpn", encoder: "resnet50" },
      loss: { name: "tversky", alpha: 0.5, beta: 0.5 },
    });
    await expect(
      configOf({ ...FLAGS, ...flags, recipe: "pets", freezeHead: true }),
    ).rejects.toThrow(/freeze: must leave a part to train/);
  });
});
