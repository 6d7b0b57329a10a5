import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import type { ModelConfig } from "../src/config.ts";
import { createModel, planModel } from "../src/create.ts";
import { expectTraining, type TrainingFixture } from "./against.ts";
import { use } from "./backend.ts";
import fixtures from "./fixtures/architectures.json" with { type: "json" };
import { expectTensor, fill, image, type Sampled } from "./formula.ts";

interface Fixture extends TrainingFixture {
  config: ModelConfig;
  /** Trainable, and with running statistics. */
  parameters: number;
  values: number;
  /** Logits with running statistics. */
  use: Sampled;
}

const valuesOf = (config: ModelConfig): number =>
  planModel(config)
    .parameters.all()
    .reduce((sum, { shape }) => sum + tf.util.sizeFromShape([...shape]), 0);

describe.each(fixtures as unknown as Fixture[])(
  "$config.architecture on $config.encoder against PyTorch on the same weights",
  { timeout: 120_000 },
  (fixture) => {
    test("in use and in training", async () => {
      const left = await use("onnx");
      const model = createModel(fixture.config);
      fill(model.parameters);
      expect(model.parameters.count).toBe(fixture.parameters);
      expect(valuesOf(fixture.config)).toBe(fixture.values);
      const x = image("image", fixture.image);
      const logits = model.forward(x);
      expectTensor(logits, fixture.use);
      tf.dispose([x, logits]);
      // ReLU flips where rounding moves a value over zero: PyTorch's own float32 gradients of a ResNet50
      // are 1 % in norm, and single values more, from its float64, which the fixture holds.
      expectTraining(model, fixture, 5e-2);
      model.dispose();
      expect(left()).toBe(0);
    });
  },
);

/** The comparison on BDD100K's drivable area: three classes, float32, in MiB. */
test.each([
  ["fcn", "resnet50", 35_308_358, 133],
  ["classic-unet", "plain", 31_037_763, 118],
  ["pspnet", "resnet50", 48_943_942, 187],
  ["deeplabv3plus", "resnet50", 40_347_555, 154],
  ["segformer", "mit_b3", 44_598_723, 170],
])("%s on %s has %i parameters and %i MiB", (architecture, encoder, count, size) => {
  const config = { architecture, encoder, classes: 3 };
  expect(planModel(config).parameters.count).toBe(count);
  const actual = (valuesOf(config) * 4) / 2 ** 20;
  expect(Math.abs(actual / size - 1)).toBeLessThan(0.02);
});
