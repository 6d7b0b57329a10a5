import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@maskboard/training/testing";
import { expect, it } from "vitest";
import { PRESETS } from "../recipes.ts";
import { compositesConfigOf, trainOnComposites } from "./composites.ts";

const FLAGS = { recipe: "composites", preset: "paper", device: "onnx" } as const;

it.each(PRESETS)("composites, %s is a config", async (preset) => {
  expect((await compositesConfigOf({ ...FLAGS, preset })).epochs).toBeGreaterThan(0);
});

it("has the page's plateau, and takes flags and a file of keys", async () => {
  const file = join(await temporaryFolder(), "config.json");
  await writeFile(file, JSON.stringify({ maskLoss: { ssim: 2 } }));
  expect(await compositesConfigOf({ ...FLAGS, config: file, batch: 4, lr: 0.1 })).toMatchObject({
    ...{ batch: 4, learningRate: 0.1, size: { width: 192, height: 192 } },
    maskLoss: { bce: 0, dice: 0, ssim: 2, rmse: 0 },
    plateau: { patience: 3, threshold: 1e-4, factor: 0.1 },
    model: { architecture: "classic-unet", encoder: "plain" },
  });
  await expect(compositesConfigOf({ ...FLAGS, wd: 1 })).rejects.toThrow(/no wd/);
  await expect(compositesConfigOf({ ...FLAGS, batch: "auto" })).rejects.toThrow(/batch/);
  await expect(trainOnComposites(FLAGS)).rejects.toThrow(/needs --data/);
});
