import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import { modelCardSchema } from "@maskboard/contracts";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { inspectModel } from "./inspect.ts";
import { planModel } from "./plan.ts";
import { runModel } from "./run-model.ts";
import { testCard } from "./test-card.ts";

/** A graph model that TensorFlow's own converter wrote, of people in front of a background. */
const FOLDER = join(
  process.env.MASKBOARD_SHARED_DATA ?? join(import.meta.dirname, "../../../../shared/data"),
  "weights/selfie_tfjs",
);
const SIDE = 256;
const classMap = {
  classes: [0, 1].map((id) => ({ id, name: `class ${id}`, color: "#123456" })),
};

test.skipIf(!existsSync(FOLDER))(
  "a published graph model gives the labels of stock TensorFlow.js (skipped without ../shared/data)",
  async () => {
    const json = readFileSync(join(FOLDER, "selfie.json"));
    const weights = readFileSync(join(FOLDER, "selfie.bin"));
    const rgb = testCard({ width: SIDE, height: SIDE });

    await tf.setBackend("cpu");
    const load = () =>
      tf.io.getModelArtifactsForJSON(JSON.parse(json.toString()), async (manifest) => [
        tf.io.getWeightSpecs(manifest),
        new Uint8Array(weights).buffer,
      ]);
    const stock = await loadGraphModel({ load });
    const expected = tf.tidy(() => {
      const image = tf.div(tf.tensor4d(Float32Array.from(rgb), [1, SIDE, SIDE, 3]), 255);
      return tf.greater(stock.predict(image) as tf.Tensor, 0.5).dataSync();
    });

    const files = { format: "tfjs", json, weights: new Map([["selfie.bin", weights]]) } as const;
    const { summary, loadable } = inspectModel(files);
    const card = modelCardSchema.parse({ output: "probabilities" });
    const found: number[] = [];
    await runModel({
      ...{ model: loadable, plan: planModel(summary, card, classMap), threads: 1 },
      limits: { seconds: 60, memoryMiB: 1_024 },
      images: [{ width: SIDE, height: SIDE, read: async (size) => ({ ...size, rgb }) }],
      async onLabels(_, labels) {
        found.push(...labels);
      },
    });
    const different = found.filter((label, i) => label !== expected[i]).length;
    // Sums in another order: a pixel at one half may fall to either side.
    expect(different).toBeLessThanOrEqual(SIDE);
    expect(found).toHaveLength(SIDE * SIDE);
  },
);
