import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Selection, selectBackend } from "@maskboard/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCheckpoint, readProgress } from "../checkpoint.ts";
import { trainConfigSchema } from "../config.ts";
import { openDataset } from "../data/dataset.ts";
import { temporaryFolder } from "../testing/tiny-challenge.ts";
import { tinyCamvid, tinyDrivable } from "../testing/tiny-systems.ts";
import { configOfBest } from "./finish.ts";
import { createModelOf } from "./model.ts";
import { openRun, readEpochs } from "./run-folder.ts";
import { trainRun } from "./train.ts";
import { evaluateRun } from "./use.ts";

let selection: Selection;
beforeAll(async () => {
  selection = await selectBackend("onnx");
});

const CONFIG = trainConfigSchema.parse({
  model: { architecture: "unet", encoder: "resnet18", depth: 2 },
  ...{ size: { width: 64, height: 48 }, batch: 2, epochs: 1, learningRate: 2e-3, augment: "none" },
  ...{ schedule: { name: "one-cycle" }, classWeights: "none", seed: 3 },
});

describe("stages", { timeout: 120_000 }, () => {
  it("go from half size to full size, and on where they were stopped", async () => {
    const dataset = await openDataset(await tinyCamvid());
    const dir = join(await temporaryFolder(), "run");
    const stages = [
      { scale: 0.5, frozen: true, findRate: 8 },
      { scale: 0.5, rate: 0.2, rateDivisor: 40 },
      { frozen: true },
    ];
    const config = trainConfigSchema.parse({ ...CONFIG, stages });
    const stop = new AbortController();
    const options = { dataset, dir, recipe: "test", config, selection, cache: dir };
    const notes: string[] = [];
    // Two passes an epoch: this is in the middle of the second stage.
    const onStep = ({ step, steps }: { step: number; steps: number }) => {
      expect(steps).toBe(6);
      if (step === 3) stop.abort();
    };
    const part = await trainRun({ ...options, resume: false, signal: stop.signal, onStep });
    expect([part.steps, part.best?.epoch]).toEqual([3, 1]);
    const { folder } = await openRun(dir);
    expect(await readProgress(folder.last)).toMatchObject({ stage: 1, epoch: 0, pass: 1 });
    expect(await readProgress(folder.best)).toMatchObject({ stage: 0 });

    const onNote = (line: string) => notes.push(line);
    const rest = await trainRun({ ...options, resume: true, onNote });
    expect(notes.filter((line) => line.startsWith("stage"))).toEqual([
      "stage 2 of 3: 32 x 24, batch 2, 1 epochs, rate 4.0e-4",
      "stage 3 of 3: 64 x 48, batch 2, 1 epochs, rate 2.0e-3, encoder frozen",
    ]);
    expect([rest.steps, rest.epochs, rest.best?.epoch]).toEqual([3, 3, 3]);
    const epochs = await readEpochs(folder);
    expect(epochs.map(({ epoch, stage }) => [epoch, stage])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    for (const file of ["lr-finder.png", "batch.png", "batch-2.png", "batch-3.png"])
      expect(existsSync(join(dir, "pictures", file)), file).toBe(true);
    expect((await configOfBest(folder, config)).size).toEqual({ width: 64, height: 48 });
    // Stage 3 has left the encoder's filters as stage 2 had made them, and those of the head not.
    const model = createModelOf(config, dataset.classMap);
    const values = async (file: string) => {
      await loadCheckpoint(file, model);
      return ["encoder.layer1.0.conv1.weight", "head.weight"].map((name) =>
        model.parameters.get(name)!.variable.dataSync().join(),
      );
    };
    const [two, three] = [
      await values(join(folder.checkpoints, "stage-2.safetensors")),
      await values(folder.best),
    ];
    expect(two.map((value, i) => value === three[i])).toEqual([true, false]);
    model.dispose();
    expect((await evaluateRun(dir, dataset, "validation")).meanIou).toBeCloseTo(rest.meanIou!, 6);
  });

  it("best by loss; parts that are frozen stay; another town is evaluated as a whole", async () => {
    const dataset = await openDataset(await tinyDrivable());
    const dir = join(await temporaryFolder(), "run");
    const config = trainConfigSchema.parse({
      ...{ ...CONFIG, batch: 3, epochs: 3, loss: { name: "dice" }, monitor: "loss" },
      ...{ freeze: ["encoder", "decoder"], size: { width: 64, height: 36 }, learningRate: 0.02 },
    });
    const options = { dataset, dir, recipe: "test", config, selection, cache: dir };
    const report = await trainRun({ ...options, resume: false });
    const { folder } = await openRun(dir);
    const epochs = await readEpochs(folder);
    const least = epochs.reduce((a, b) => (b.validationLoss < a.validationLoss ? b : a));
    expect(report.best!.epoch).toBe(least.epoch);
    const model = createModelOf(config, dataset.classMap);
    const before = await valuesOf(model);
    await loadCheckpoint(folder.best, model);
    const after = await valuesOf(model);
    const changed = [...before.keys()].filter((name) => before.get(name) !== after.get(name));
    expect(changed.sort()).toEqual(["head.bias", "head.weight"]);
    model.dispose();

    const other = await openDataset(await tinyDrivable({ train: 2, validation: 1, shift: 4 }));
    const scored = await evaluateRun(dir, other, "all");
    expect(scored.images).toBe(3);
  });
});

/** Everything that an optimizer could change. */
async function valuesOf(model: ReturnType<typeof createModelOf>): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const { name, variable } of model.parameters.trainable())
    values.set(name, (await variable.data()).join());
  return values;
}
