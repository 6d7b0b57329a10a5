import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { engineStats, flush } from "./index.ts";
import { numbers } from "./testing/compare.ts";
import { OPS } from "./testing/reference-ops.ts";
import { unet, weights } from "./testing/segmenters.ts";

const MIB = 2 ** 20;
const long = process.env.MASKBOARD_LONG === "1";
const SIZE = [32, 32];

/** Trains a small U-Net with Adam on images of its own for each step; what it holds before and after. */
async function train(steps: number): Promise<{ before: Held; after: Held }> {
  await tf.setBackend("onnx");
  const drawn = weights();
  const optimizer = tf.train.adam(1e-3);
  const step = (seed: number): void => {
    const x = numbers([4, ...SIZE, 3], seed) as tf.Tensor4D;
    const target = tf.tidy(() => tf.cast(tf.greater(numbers([4, ...SIZE, 3], seed), 0), "float32"));
    const loss = optimizer.minimize(
      () => {
        drawn.again();
        const logits = unet(x, drawn.weight, OPS);
        return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), target), 3)));
      },
      true,
      drawn.all,
    )!;
    if (seed % 10 === 0) expect(loss.dataSync()[0]).toBeGreaterThan(-1e3);
    tf.dispose([x, target, loss]);
  };
  tf.tidy(() => {
    drawn.again();
    unet(numbers([4, ...SIZE, 3]) as tf.Tensor4D, drawn.weight, OPS);
  });
  // Graphs settle, and V8 sees what a step is like.
  for (let i = 0; i < 25; i++) step(i);
  const before = held();
  for (let i = 0; i < steps; i++) step(100 + i);
  const after = held();
  optimizer.dispose();
  tf.dispose(drawn.all);
  return { before, after };
}

type Held = ReturnType<typeof held>;

function held() {
  flush();
  const { numTensors, numBytes } = tf.memory();
  const { compiles, sessions, pending, freeBytes } = engineStats();
  const { rss } = process.memoryUsage();
  return { numTensors, numBytes, compiles, sessions, pending, freeBytes, rss };
}

function expectFlat({ before, after }: { before: Held; after: Held }, growth: number): void {
  const { rss, freeBytes, ...counted } = after;
  expect(counted).toMatchObject({
    numTensors: before.numTensors,
    numBytes: before.numBytes,
    compiles: before.compiles,
    sessions: before.sessions,
    pending: 0,
  });
  expect(freeBytes).toBeLessThanOrEqual(before.freeBytes + MIB);
  expect(rss - before.rss).toBeLessThan(growth);
}

test("50 steps of a U-Net hold what one holds", async () => {
  expectFlat(await train(50), 128 * MIB);
}, 120_000);

test.skipIf(!long)(
  "1,000 steps hold memory flat (MASKBOARD_LONG=1 runs it)",
  async () => {
    const result = await train(1000);
    const rss = [result.before, result.after].map((h) => `${(h.rss / MIB).toFixed(0)} MiB`);
    console.log(`resident before and after 1,000 steps: ${rss.join(", ")}`);
    // A leak of one copy of the input a step would be 47 MiB.
    expectFlat(result, 32 * MIB);
  },
  1_800_000,
);
